"""The life of a product: who may take which step, and what must be there."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.facts import VariantRow
from storecrew.contexts.catalog.models import Product, ProductType
from storecrew.contexts.catalog.rules import statuses
from storecrew.contexts.catalog.tests.factories import ACTOR, AT, make_product, make_sellable
from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.pricing.models import TaxClass
from storecrew.contexts.pricing.tests.factories import make_prices
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied

WHO: dict[str, Any] = {"actor": ACTOR, "at": AT}
WRITER = Actor("staff", "1", "Mia", frozenset({"catalog.read", "catalog.write"}))
BOSS = Actor("staff", "2", "Noah", frozenset({"catalog.read", "catalog.write", "catalog.approve"}))


@pytest.fixture
def draft(db: None) -> int:
    """A draft of a type that asks for approval from 10% on, with a variant."""
    catalog.save_product_type(code="general", name="General", attributes=[], approve_from=10, **WHO)
    return catalog.create_product(title="Jug", variants=[VariantRow(sku="JUG")], **WHO)


def approved(product_id: int) -> int:
    asked = catalog.ask_approval(product_id=product_id, reason="Sells well", actor=WRITER, at=AT)
    approvals.approve(approval_id=asked.id, actor=BOSS, at=AT)
    return product_id


@pytest.mark.parametrize(
    ("old", "new", "may"),
    [
        ("idea", "draft", True),
        ("idea", "live", False),
        ("idea", "approved", False),
        ("draft", "idea", True),
        ("draft", "approved", True),
        ("draft", "live", True),
        ("approved", "live", True),
        ("approved", "draft", True),
        ("live", "approved", False),
        ("live", "idea", False),
        ("live", "end_of_life", True),
        ("end_of_life", "live", True),
        ("end_of_life", "idea", False),
        ("live", "live", True),
        ("live", "sold", False),
        ("sold", "live", False),
    ],
)
def test_hod_7_the_table_of_steps(old: str, new: str, may: bool) -> None:
    assert statuses.may_move(old, new) is may


def test_hod_7_a_type_with_approval_has_no_short_way_to_the_shop() -> None:
    assert statuses.step("draft", "live", needs_approval=True).needs_approval
    assert not statuses.step("draft", "live", needs_approval=False).needs_approval
    assert statuses.step("approved", "live", needs_approval=True).all_for_sale
    assert statuses.step("draft", "approved", needs_approval=False).right == "catalog.approve"


@pytest.mark.parametrize(
    ("old", "wanted", "result"),
    [
        (None, "approved", "draft"),
        ("draft", "approved", "draft"),
        ("approved", "approved", "approved"),
        (None, "idea", "idea"),
        ("draft", "idea", "idea"),
        ("live", "idea", "live"),
        (None, "live", "live"),
        ("approved", "live", "live"),
    ],
)
def test_hod_7_no_file_approves_a_product(old: str | None, wanted: str, result: str) -> None:
    assert statuses.status_from_row(old, wanted) == result


@pytest.mark.django_db
def test_hod_7_an_import_makes_ideas_drafts_and_live_products_but_approves_none() -> None:
    for wanted, stored in (("idea", "idea"), ("approved", "draft"), ("live", "live")):
        made = make_product(f"of-{wanted}", status=wanted)
        assert Product.objects.get(pk=made.product_id).status == stored


def test_hod_7_an_idea_becomes_a_draft_first(draft: int) -> None:
    idea = catalog.create_product(title="Cup", idea=True, **WHO)
    assert Product.objects.get(pk=idea).status == "idea"
    with pytest.raises(catalog.StatusNotAllowed):
        catalog.set_status(product_id=idea, status="live", **WHO)
    with pytest.raises(catalog.StatusNotAllowed):
        catalog.ask_approval(product_id=idea, reason="now", **WHO)
    catalog.set_status(product_id=idea, status="draft", **WHO)
    with pytest.raises(catalog.NotReadyForApproval) as refusal:
        catalog.ask_approval(product_id=idea, reason="now", **WHO)
    assert refusal.value.details["missing"] == ["variants"]


def test_hod_7_a_second_person_approves_and_the_writer_never(draft: int) -> None:
    with pytest.raises(catalog.ApprovalNeeded):
        catalog.set_status(product_id=draft, status="live", actor=BOSS, at=AT)
    with pytest.raises(catalog.ApprovalNeeded):
        catalog.set_status(product_id=draft, status="approved", actor=BOSS, at=AT)
    with pytest.raises(approvals.ReasonNeeded):
        catalog.ask_approval(product_id=draft, reason=" ", actor=WRITER, at=AT)
    asked = catalog.ask_approval(product_id=draft, reason="Sells well", actor=WRITER, at=AT)
    again = catalog.ask_approval(product_id=draft, reason="Sells well", actor=WRITER, at=AT)
    assert again.id == asked.id
    assert "Jug" in asked.title
    with pytest.raises(Denied):
        approvals.approve(approval_id=asked.id, actor=WRITER, at=AT)
    approvals.approve(approval_id=asked.id, actor=BOSS, at=AT)
    assert Product.objects.get(pk=draft).status == "approved"
    entry = audit.entries_for("catalog.product", draft)[0]
    assert (entry.after["status"], entry.reason) == ("approved", "Sells well")


def test_hod_7_alone_in_the_house_one_approves_what_one_asked_for(draft: int) -> None:
    asked = catalog.ask_approval(product_id=draft, reason="Sells well", actor=BOSS, at=AT)
    with pytest.raises(approvals.OwnRequest):
        approvals.approve(approval_id=asked.id, actor=BOSS, at=AT)
    approvals.set_single_person(on=True, **WHO)
    approvals.approve(approval_id=asked.id, actor=BOSS, at=AT)
    assert Product.objects.get(pk=draft).status == "approved"


def test_hod_7_what_became_incomplete_meanwhile_stays_a_draft(draft: int) -> None:
    asked = catalog.ask_approval(product_id=draft, reason="Sells well", actor=WRITER, at=AT)
    catalog.save_product_type(code="general", name="General", attributes=[], approve_from=100, **WHO)
    with pytest.raises(catalog.NotReadyForApproval) as refusal:
        approvals.approve(approval_id=asked.id, actor=BOSS, at=AT)
    assert refusal.value.details["needed"] == 100
    assert refusal.value.details["missing"]
    assert Product.objects.get(pk=draft).status == "draft"


def test_hod_7_an_approved_product_goes_live_with_channel_price_and_tax(draft: int) -> None:
    approved(draft)
    with pytest.raises(catalog.NotReadyForSale) as refusal:
        catalog.set_status(product_id=draft, status="live", actor=WRITER, at=AT)
    assert refusal.value.details["missing"] == ["channel", "price", "tax"]
    assert len(catalog.lacking_words(draft, at=AT)) == 3
    eu = make_channel("eu", is_default=True)
    catalog.set_listing(product_ids=[draft], channel_id=eu.id, published=True, **WHO)
    make_prices(eu, {catalog.variant_ids_by_sku(["JUG"])["JUG"]: 900})
    TaxClass.objects.get_or_create(code="standard", defaults={"name": "Standard"})
    at = AT + dt.timedelta(days=400)
    assert catalog.lacking_words(draft, at=at) == []
    catalog.set_status(product_id=draft, status="live", actor=WRITER, at=at)
    assert Product.objects.get(pk=draft).launched_at == at


def test_hod_7_a_draft_goes_live_by_the_same_check_alone_and_among_many(db: None) -> None:
    bare, ready = (
        make_product("bare", status="draft").product_id,
        make_product("cap", status="draft").product_id,
    )
    make_sellable(ready)
    with pytest.raises(catalog.NotReadyForSale) as refusal:
        catalog.set_status(product_id=bare, status="live", **WHO)
    assert refusal.value.details["missing"] == ["channel", "price"]
    found = catalog.preview_bulk_edit(ids=[bare, ready], changes={"status": "live"})
    assert [each.problem.code if each.problem else "" for each in found] == ["not_ready_for_sale", ""]
    assert "A price of each variant" in found[0].problem.message
    assert catalog.hold_back([bare, ready], **WHO) == {}
    for product_id in (bare, ready):
        Product.objects.filter(pk=product_id).update(status="live")
    assert catalog.hold_back([bare, ready], **WHO) == {bare: ["A channel", "A price of each variant"]}
    assert dict(Product.objects.values_list("pk", "status")) == {bare: "draft", ready: "live"}


def test_hod_7_many_at_once_are_not_approved(draft: int) -> None:
    def problem(status: str) -> str:
        found = catalog.preview_bulk_edit(ids=[draft], changes={"status": status})[0].problem
        return found.code if found else ""

    assert problem("live") == problem("approved") == "product_approval_needed"
    assert problem("idea") == ""
    approved(draft)
    assert problem("live") == "one_at_a_time"
    assert problem("draft") == ""


def test_hod_7_who_may_not_approve_does_not_switch_approval_off(draft: int) -> None:
    def save(approve_from: int | None, actor: Actor) -> None:
        catalog.save_product_type(
            code="general", name="General", attributes=[], approve_from=approve_from, actor=actor, at=AT
        )

    save(10, WRITER)
    with pytest.raises(Denied):
        save(None, WRITER)
    with pytest.raises(catalog.InvalidAttribute):
        save(101, BOSS)
    catalog.save_product_type(code="general", name="All", attributes=[], actor=WRITER, at=AT)
    assert ProductType.objects.get(code="general").approve_from == 10
    save(None, BOSS)
    make_sellable(draft)
    catalog.set_status(product_id=draft, status="live", actor=WRITER, at=AT)
