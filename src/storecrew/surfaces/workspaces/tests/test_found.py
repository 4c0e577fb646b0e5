"""The palette finds the records of every workspace, begins what is begun, and names records elsewhere."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from storecrew.contexts.people.models import User
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.promotions.tests.factories import make_promotion
from storecrew.contexts.purchasing.tests import factories as purchasing
from storecrew.contexts.work import public as work
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor
from storecrew.surfaces.ui.backoffice import kinds, registry

pytestmark = pytest.mark.django_db
KINDS = [fn.args[0] for fn in registry.REGISTRY.records.values() if getattr(fn, "func", None) is kinds._named]


def found(role: str, text: str) -> list[tuple[str, str]]:
    """Return titles and kinds that the palette answers to somebody with a role."""
    client = Client()
    client.force_login(
        User.objects.filter(email=f"{role}@x.example").first() or make_staff(role, email=f"{role}@x.example")
    )
    items: list[dict[str, Any]] = client.get("/admin/palette/", {"q": text}).json()["items"]
    return [(item["title"], item["kind"]) for item in items]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.record)
def test_every_kind_has_a_page_and_fields_that_exist(kind):
    answers = []
    for address in (1, "x"):
        try:
            answers.append(reverse(kind.page, args=[address]))
        except NoReverseMatch:
            continue
    assert answers
    rows = kind.rows(system_actor("test"))
    list(rows.values_list("pk", kind.address, kind.title, kind.detail or kind.title))
    list(kind.matching(system_actor("test"), "x"))


@pytest.mark.parametrize("action", kinds.ACTIONS, ids=lambda action: action.page)
def test_every_action_has_a_page(action):
    assert action.href()


def test_u063_a_purchase_order_is_found_and_received_by_typing():
    number = purchasing.sent(purchasing.make_shop(), A_1=12).number
    assert (number, "Purchase order") in found("inventory_manager", number)
    assert found("inventory_manager", f"receive {number}") == [(f"Receive {number}", "Action")]
    assert found("customer_service", f"receive {number}") == []


def test_u063_what_is_begun_is_found_by_who_may_begin_it():
    assert found("marketing_manager", "create promotion")[0] == ("New promotion", "Action")
    assert ("New promotion", "Action") not in found("customer_service", "new promotion")
    assert ("New team", "Action") in found("head_of_digital", "new")
    assert found("tester", "dark mode") == []
    assert found("tester", "second factor") == [("Second factor and passkeys", "Action")]


def test_u063_a_promotion_is_found_by_its_name():
    make_promotion(name="Spring mugs")
    assert ("Spring mugs", "Promotion") in found("marketing_manager", "spring m")
    assert ("Spring mugs", "Promotion") not in found("tester", "s")


def test_u074_the_inbox_names_the_record_a_task_is_about():
    promotion = make_promotion(name="Spring mugs")
    work.open_task(
        code="test",
        title="Look at it",
        owner_role="marketing_manager",
        record="promotions.promotion",
        record_id=promotion.pk,
        actor=system_actor("test"),
        at=clock.now(),
    )
    client = Client()
    client.force_login(make_staff("marketing_manager"))
    page = client.get("/admin/inbox/", follow=True).content.decode()
    assert "Spring mugs" in page and f"Promotion {promotion.pk}" not in page
