"""AUT-01 outside the back office: every address of the shop, the sign-in and REST, for everybody there is.

`shop_matrix.toml` names the kind of each; one without an entry fails, and so does an entry without an
address. Then a stranger, a customer and each role of the staff walk through them: the staff get no more from
the shop than a stranger does, and nobody gets what is somebody else's.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from storecrew.contexts.people import public as people
from storecrew.contexts.people.models import User
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.surfaces.rest.v1.api import api
from tests.guarantees.machinery.town import ORIGIN, Town

pytestmark = pytest.mark.django_db
MATRIX = tomllib.loads(Path(__file__).parents[1].joinpath("shop_matrix.toml").read_text(encoding="utf-8"))
SIGN_IN = "/accounts/login/"
NOWHERE = "nothing-of-this-name"
REST = "/api/"
RESET = "/accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$"
ROLES = tuple(seed.code for seed in (*people.ROLES, *people.HANDS, *people.OUTSIDERS))


def walk(items: list[Any], prefix: str = "/") -> Iterator[str]:
    for item in items:
        route = prefix + str(item.pattern)
        if isinstance(item, URLResolver):
            yield from walk(item.url_patterns, route)
        elif isinstance(item, URLPattern):
            yield route


def test_aut_01_every_address_outside_the_back_office_has_a_reviewed_entry():
    found = {route for route in walk(get_resolver().url_patterns) if not route.startswith(("/admin/", REST))}
    assert found == {*MATRIX["shop"], *MATRIX["sign_in"]}


def operations() -> dict[str, tuple[str, str]]:
    """Return {name of the operation: (method, path)} of the document."""
    paths = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]
    return {
        operation["operationId"]: (method, path)
        for path, methods in paths.items()
        for method, operation in methods.items()
    }


def test_aut_01_every_operation_of_rest_has_a_reviewed_entry_and_asks_for_no_key():
    document = api.get_openapi_schema(path_prefix="/api/v1/")
    assert set(operations()) == set(MATRIX["rest"])
    assert "securitySchemes" not in document.get("components", {}), "walk through the scopes of keys"


@pytest.fixture
def crowd(town: Town) -> dict[str, Client]:
    """Everybody there is, each in a browser of their own."""
    found = {"a stranger": Client(headers=ORIGIN), "a customer": town.bob.browser(), "owner": town.staff()}
    for role in ROLES:
        if role not in found:
            found[role] = Client(headers=ORIGIN)
            found[role].force_login(make_staff(role))
    for client in found.values():
        client.raise_request_exception = False
    return found


def kind_of(entry: str) -> tuple[bool, str]:
    return entry.startswith("POST "), entry.removeprefix("POST ")


def filled(route: str, town: Town, *, secret: str = NOWHERE) -> str:
    """Fill the arguments of a route with what exists, and its secret with this one."""
    known = {
        "path:path": "kitchen", "str:slug": "enamel-mug", "slug:name": "details",
        "int:address_id": town.ann.address_id, "int:line_id": 1, "int:pk": 1, "int:proof_id": 1,
        "int:photo_id": 1,
        "int:item_id": 1, "int:product_id": 1, "int:review_id": 1,
        "int:channel_id": 1, "int:number": 1, "slug:digest": "abc-def",
        "str:token": secret, "str:link": secret, "slug:reference": secret,
        "int:restriction_id": 999_999, "slug:gateway": "simulator", "slug:code": NOWHERE, "str:code": NOWHERE,
        "slug:account": NOWHERE, "slug:provider": NOWHERE, "slug:topic": NOWHERE,
        "slug:word": NOWHERE, "str:other": NOWHERE, "int:link_id": 999_999, "int:device_id": 999_999,
        "int:picture_id": 999_999, "int:list_id": 999_999, "int:wish_id": 999_999,
        "slug:key": NOWHERE, "slug:network": NOWHERE, "str:number": "RT-1001",
    }  # fmt: skip
    if route.startswith("/gallery/"):
        known["slug:name"] = NOWHERE
    for name, value in known.items():
        route = route.replace(f"<{name}>", str(value))
    route = route.replace(r"^(\d+)/(.*)$", "999999/x")
    route = route.replace("^(?P<provider_id>[^/]+)", NOWHERE)
    route = route.replace(RESET, "/accounts/password/reset/key/1-x/")
    assert "<" not in route, f"say here what stands for the arguments of {route}"
    return route


def leaks(answer: HttpResponse, town: Town) -> list[str]:
    """Return the words of Ann that an answer has."""
    if getattr(answer, "streaming", False):
        return []
    page = answer.content.decode(errors="replace")
    return [word for word in (*town.ann.words, town.ann.order.number, town.ann.order.token) if word in page]


def led_to_sign_in(answer: HttpResponse) -> bool:
    return answer.status_code == 302 and answer["Location"].startswith(SIGN_IN)


def test_aut_01_each_address_answers_everybody_as_reviewed(town: Town, crowd: dict[str, Client]):
    wrong: list[tuple[str, str, str, int]] = []
    for route, entry in {**MATRIX["shop"], **MATRIX["sign_in"]}.items():
        only_post, kind = kind_of(entry)
        address = filled(route, town)
        # What is the same for all is asked by the few that could differ; what is guarded by everybody.
        asking = crowd if kind in ("customer", "link", "signed") else dict(list(crowd.items())[:3])
        usual = 0
        for who, client in asking.items():
            answer = client.get(address)
            status = answer.status_code
            fine = status < 500 and not leaks(answer, town)
            if only_post:
                fine &= status in (405, 404) or led_to_sign_in(answer)
                fine |= kind == "customer" and staff_has_no_account(answer)
            elif kind == "link":
                fine &= not_found(answer, address) or route in HARMLESS
            elif kind == "customer":
                fine &= CUSTOMER[who](answer) if who in CUSTOMER else staff_has_no_account(answer)
            elif kind == "signed in":
                fine &= led_to_sign_in(answer) == (who == "a stranger")
            elif kind == "everybody":
                usual = usual or status
                fine &= status == usual or route in OF_THE_SIGNED_OUT
            if not fine:
                wrong.append((who, address, entry, status))
    assert not wrong, "\n".join(sorted({f"{line}" for line in wrong}))


def not_found(answer: HttpResponse, address: str) -> bool:
    """Say whether it is not there; an address without a language is first looked for in the shop's own."""
    elsewhere = answer["Location"].partition("?")[0] if answer.status_code == 302 else ""
    return answer.status_code == 404 or elsewhere.rstrip("/") == f"/en{address}".rstrip("/")


def staff_has_no_account(answer: HttpResponse) -> bool:
    return answer.status_code == 302 and answer["Location"] == "/en/account/"


CUSTOMER = {"a stranger": led_to_sign_in, "a customer": lambda answer: answer.status_code in (200, 404)}
# They say that the link is no longer good, or begin a step that needs one.
HARMLESS = {
    RESET,
    "/en/mail/<str:token>/stop/<slug:topic>/",
    "/en/waiting/<str:token>/",
    "/en/waiting/<str:token>/stop/",
}
# Whoever is signed in is led away from them.
OF_THE_SIGNED_OUT = set(MATRIX["sign_in"])


@pytest.mark.parametrize("kind", ["customer", "link", "signed"])
def test_aut_01_nobody_writes_what_is_somebody_elses(town: Town, crowd: dict[str, Client], kind: str):
    wrong = []
    for route, entry in MATRIX["shop"].items():
        if kind_of(entry)[1] != kind:
            continue
        address = filled(route, town)
        for who, client in crowd.items():
            if kind == "customer" and who == "a customer" and "address_id" not in route:
                continue  # their own: test_foreign_ids.py
            answer = client.post(address, {"street": "Elsewhere 1"})
            refused = answer.status_code in (400, 401, 403, 404, 405) or (
                kind == "customer" and answer.status_code == 302
            )
            if not (refused or route in HARMLESS) or leaks(answer, town):
                wrong.append((who, address, answer.status_code))
    assert not wrong
    assert User.objects.filter(pk=town.ann.user.pk, is_active=True).exists()


def ask(client: Client, method: str, path: str, **headers: str) -> HttpResponse:
    body = json.dumps({"sku": "STOOL", "quantity": 1, "code": "X"})
    return client.generic(method.upper(), path, body, content_type="application/json", headers=headers)


def test_aut_01_rest_opens_by_the_secret_in_the_address_and_by_nothing_else(
    town: Town, crowd: dict[str, Client]
):
    wrong = []
    for name, (method, path) in operations().items():
        if MATRIX["rest"].get(name) != "link":
            continue
        address = path.replace("{cart_id}", NOWHERE).replace("{token}", NOWHERE)
        address = address.replace("{line_id}", "1").replace("{code}", "X")
        for who, client in crowd.items():
            for headers in ({}, {"Authorization": "Bearer anything", "X-API-Key": "anything"}):
                key = {"Idempotency-Key": f"{who}-{name}-{len(headers)}"}
                status = ask(client, method, address, **headers, **key).status_code
                if status not in (404, 422):
                    wrong.append((who, name, status))
    assert not wrong


def test_aut_01_rest_answers_a_secret_alike_whoever_brings_it(town: Town, crowd: dict[str, Client]):
    for address in (
        f"/api/v1/carts/{town.ann.cart}",
        f"/api/v1/orders/{town.ann.order.token}",
        "/api/v1/products",
    ):
        answers = {who: client.get(address) for who, client in crowd.items()}
        assert {answer.status_code for answer in answers.values()} == {200}, address
        assert len({answer.content for answer in answers.values()}) == 1, address
