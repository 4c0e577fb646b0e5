"""AUT-01: every address of the back office, for every role, answers as the reviewed matrix says.

`permission_matrix.toml` names the right each address needs. An address without an entry fails, and so does an
entry without an address, or one whose view asks for another right. Then each role walks through all of them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver
from django.views.generic import RedirectView

from storecrew.contexts.people import public as people
from storecrew.contexts.people.tests.factories import make_shopper, make_staff
from storecrew.surfaces.ui.backoffice.access import ANY_STAFF
from storecrew.surfaces.workspaces import urls as workspaces

MATRIX = Path(__file__).with_name("permission_matrix.toml")
SCRIPT = {"x-requested-with": "XMLHttpRequest"}
# arguments for addresses that have some; what they name need not exist, since rights are checked first
ARGUMENTS = {"int": "1", "slug": "nothing", "str": "nothing", "path": "nothing", "uuid": "0" * 32}


def addresses(patterns: list, prefix: str = "/admin/") -> Iterator[tuple[str, object]]:
    """Walk all addresses of our own pages: (route, view)."""
    for item in patterns:
        route = prefix + str(item.pattern)
        if isinstance(item, URLResolver):
            yield from addresses(item.url_patterns, route)
        elif isinstance(item, URLPattern):
            yield route.replace("^", "").replace("$", ""), item.callback


def rights(view: object) -> list[str] | None:
    """Return what a view asks for; None for a view that forgot, "public" for a plain redirect."""
    if issubclass(getattr(view, "view_class", object), RedirectView):
        return ["public"]
    keys = getattr(view, "storecrew_permission", None)
    return list(keys) if keys else None


def reviewed() -> dict[str, list[str]]:
    data = tomllib.loads(MATRIX.read_text(encoding="utf-8"))
    return {route: [keys] if isinstance(keys, str) else keys for route, keys in data["pages"].items()}


def test_aut_01_every_address_has_a_reviewed_entry_and_asks_for_it():
    found = {route: rights(view) for route, view in addresses(workspaces.urlpatterns)}
    forgot = [route for route, keys in found.items() if keys is None]
    assert not forgot, f"without @workspace_page: {forgot}"
    assert {route: sorted(keys or ()) for route, keys in found.items()} == {
        route: sorted(keys) for route, keys in reviewed().items()
    }


def concrete(route: str) -> str:
    """Fill the arguments of a route."""
    while "<" in route:
        start, end = route.index("<"), route.index(">")
        kind, _colon, _name = route[start + 1 : end].rpartition(":")
        route = route[:start] + ARGUMENTS.get(kind or "str", "nothing") + route[end + 1 :]
    return route


def guarded_routes() -> list[tuple[str, list[str]]]:
    """Return the guarded routes that are not regular expressions."""
    return [
        (route, keys)
        for route, keys in reviewed().items()
        if "(?P" not in route and ".*" not in route and keys != ["public"]
    ]


def plain_routes() -> list[tuple[str, list[str]]]:
    """Return the guarded routes with their arguments filled in."""
    return [(concrete(route), keys) for route, keys in guarded_routes()]


@pytest.mark.django_db
@pytest.mark.parametrize("role", [seed.code for seed in people.ROLES])
def test_aut_01_each_role_is_let_in_or_refused_as_reviewed(role):
    user = make_staff(role)
    held = people.role(role).permissions
    client = Client(raise_request_exception=False)
    client.force_login(user)
    wrong = []
    for route, keys in guarded_routes():
        address = concrete(route)
        allowed = any(key == ANY_STAFF or key in held for key in keys)
        # A script is refused in a line of JSON, a person with a page that takes five times as long to write;
        # and so it is told that a record is not there.
        refused = not allowed or "<" in route
        status = client.get(address, headers=SCRIPT if refused else {}).status_code
        if (status == 403) == allowed or status >= 500:
            wrong.append((address, keys, status))
    assert not wrong


@pytest.mark.django_db
@pytest.mark.parametrize("also", ["", "head_of_digital"])
def test_aut_01_somebody_of_an_agency_reaches_their_own_pages_and_nothing_else(also):
    user = make_staff("agency", *filter(None, [also]))
    client = Client(raise_request_exception=False)
    client.force_login(user)
    wrong = []
    for address, keys in plain_routes():
        theirs = "agencies.work" in keys
        for answer in (client.get(address, headers=SCRIPT), client.post(address, headers=SCRIPT)):
            led_home = address == "/admin/" and answer.status_code == 302
            if ((answer.status_code == 403) == theirs and not led_home) or answer.status_code >= 500:
                wrong.append((address, keys, answer.status_code))
    assert not wrong
    # Wagtail's own pages, which every member of staff may open, stay shut too.
    for address in ("pages/", "images/", "documents/", "choose-page/", "images/chooser/", "reports/locked/"):
        assert client.get(f"/admin/{address}").status_code == 403, address
    home = client.get("/admin/", follow=True)
    assert home.redirect_chain[-1][0] == "/admin/assignments/"
    assert b"/admin/orders/" not in home.content


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["anonymous", "shopper", "without a role"])
def test_aut_01_who_has_no_role_gets_nowhere(who):
    client = Client()
    if who == "shopper":
        client.force_login(make_shopper())
    elif who == "without a role":
        client.force_login(make_staff(email="new@storecrew.example"))
    for address, _keys in plain_routes():
        for answer in (client.get(address, headers=SCRIPT), client.post(address, headers=SCRIPT)):
            assert answer.status_code == 403, address
    led = client.get("/admin/orders/")
    assert led.status_code == 302
    assert led["Location"].startswith("/accounts/login/")


@pytest.mark.django_db
def test_aut_07_pages_are_read_without_writing_and_posts_need_their_token():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_staff("owner"))
    for address, _keys in plain_routes():
        assert client.post(address).status_code == 403, address
