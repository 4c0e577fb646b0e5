"""The menu at the side: packed plainly, it is what Wagtail's own way packs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import RequestFactory
from django.utils.translation import gettext_lazy, override
from wagtail.admin.menu import SubmenuMenuItem, admin_menu
from wagtail.admin.telepath import JSContext
from wagtail.admin.ui import sidebar as wagtails

from storecrew.contexts.people import public as people
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor
from storecrew.surfaces.ui.backoffice import registry, sidebar
from storecrew.surfaces.ui.backoffice.access import request_look

pytestmark = pytest.mark.django_db


def resolved(node: Any, known: dict[int, Any]) -> Any:
    """Undo telepath's shorthand for what occurs twice."""
    if isinstance(node, list):
        return [resolved(part, known) for part in node]
    if not isinstance(node, dict):
        return node
    if "_ref" in node:
        return known[node["_ref"]]
    if "_val" in node:
        answer = node["_val"]
    elif "_list" in node:
        answer = resolved(node["_list"], known)
    elif "_dict" in node:
        answer = {key: resolved(part, known) for key, part in node["_dict"].items()}
    elif "_type" in node:
        answer = {"_type": node["_type"], "_args": resolved(node["_args"], known)}
    else:
        answer = {key: resolved(part, known) for key, part in node.items()}
    if "_id" in node:
        known[node["_id"]] = answer
    return answer


def wagtails_way(items: list[Any]) -> Any:
    """Pack the entries as Wagtail does without us."""
    return resolved(JSContext().pack(items), {})


def menu_of(user: Any) -> str:
    """Return the packed menu of a new request."""
    request = RequestFactory().get("/admin/")
    request.user = user
    return json.dumps(sidebar.packed(admin_menu.render_component(request)))


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("role", ["owner", "content_team", "customer_service"])
def test_the_plain_menu_is_the_one_that_wagtail_packs(role: str, language: str) -> None:
    request = RequestFactory().get("/admin/")
    request.user = make_staff(role, email="mina@x.example")
    with override(language):
        items = admin_menu.render_component(request)
        assert len(items) > 5
        assert sidebar.packed(items) == wagtails_way(items)


def test_an_entry_of_a_kind_that_is_not_known_goes_wagtails_way() -> None:
    class Other(wagtails.LinkMenuItem):
        """As a plugin would add it."""

    item = Other("x", gettext_lazy("Home"), "/x/", attrs={"data-x": "1"})
    assert sidebar.packed([item]) == wagtails_way([item])
    marked = wagtails.LinkMenuItem("x", "X", "/x/", attrs={"_type": "no class"})
    assert resolved(sidebar.packed(marked), {}) == resolved(JSContext().pack(marked), {})


def test_a_right_that_comes_or_goes_is_in_the_menu_of_the_next_page() -> None:
    user = make_staff("customer_service", email="mina@x.example")
    assert "/admin/background/" not in menu_of(user)
    at, actor = clock.now(), system_actor("test")
    added = people.assign_role(user_id=user.pk, role_code="developer", actor=actor, at=at)
    assert "/admin/background/" in menu_of(user)
    people.revoke_role(membership_id=added.id, actor=actor, at=at)
    assert "/admin/background/" not in menu_of(user)


def test_the_entries_are_put_together_once_for_all_with_the_same_rights(monkeypatch) -> None:
    def entries(role: str, email: str) -> list[registry.MenuEntry]:
        request = RequestFactory().get("/admin/")
        request.user = make_staff(role, email=email)
        return registry.menu_for(request_look(request))

    monkeypatch.setattr(registry, "REGISTRY", registry.Registry(menu=list(registry.REGISTRY.menu)))
    first = entries("owner", "mina@x.example")
    assert entries("owner", "joon@x.example") is first
    assert {each.url for each in entries("customer_service", "sora@x.example")} < {each.url for each in first}
    registry.register_menu("Newcomer", "people_list")
    assert "Newcomer" in {each.label for each in entries("owner", "hana@x.example")}


def test_the_site_history_is_not_in_the_menu() -> None:
    assert "/admin/reports/site-history/" not in menu_of(make_staff("owner"))


def test_no_two_groups_of_the_menu_look_the_same() -> None:
    request = RequestFactory().get("/admin/")
    request.user = make_staff("owner")
    shown = admin_menu.menu_items_for_request(request)
    groups = [each for each in shown if isinstance(each, SubmenuMenuItem)]
    icons = [each.icon_name for each in groups]
    assert len(groups) > 10
    assert [each.name for each in groups if icons.count(each.icon_name) > 1] == []


def test_the_machine_room_comes_after_the_work_of_the_shop() -> None:
    request = RequestFactory().get("/admin/")
    request.user = make_staff("owner")
    names = [each.name for each in admin_menu.menu_items_for_request(request)]
    assert names.index("sc-orders") < names.index("sc-technology")
    assert "sc-background" not in names


def test_gen_4_the_menu_of_marketing_is_divided_by_what_one_does() -> None:
    request = RequestFactory().get("/admin/")
    request.user = make_staff("marketing_manager")
    places: dict[str, list[str]] = {}
    for entry in registry.menu_for(request_look(request)):
        places.setdefault(entry.group, []).append(entry.url)
    ours = {
        code: places[code] for code in ("marketing", "messages", "social", "search", "loyalty", "insight")
    }
    assert {code: entries[0] for code, entries in ours.items()} == {
        "marketing": "campaigns",
        "messages": "mailings",
        "social": "posts",
        "search": "seo",
        "loyalty": "loyalty_program",
        "insight": "traffic",
    }
    assert max(len(entries) for entries in ours.values()) <= 8, "a group is read at a glance"
    # Numbers come from several places, but each page stands in one group alone.
    everything = [url for entries in places.values() for url in entries]
    assert len(everything) == len(set(everything))
