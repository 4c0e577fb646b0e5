"""Placing: what is copied, what is refused, how many statements it takes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from storecrew.contexts.catalog.models import Variant
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders import rules
from storecrew.contexts.orders.models import Order, OrderLine
from storecrew.contexts.orders.tests.factories import ACTOR, AT, line, make_draft, make_order, make_variants
from storecrew.kernel import audit

pytestmark = pytest.mark.django_db


def test_a_draft_copies_everything_and_waits_for_its_payment():
    draft = make_draft(phone="+49 30 123")
    order = orders.draft(draft, actor=ACTOR, at=AT)
    assert (order.status, order.payment_status, order.fulfillment_status) == (
        "pending_payment", "pending", "unfulfilled",
    )  # fmt: skip
    assert order.number.startswith("SC-1")
    assert [item.sku for item in order.lines] == [item.sku for item in draft.lines]
    assert order.total.amount == 2 * 1190 + 2500 + 490
    assert order.lines[0].paid == order.lines[0].total
    assert order.shipping_address["city"] == "Berlin"
    assert order.billing_address == order.shipping_address
    assert orders.order(order.id) == order
    assert orders.order_by_token(order.token) == order
    assert orders.order_by_number(order.number) == order


def test_numbers_follow_each_other_and_tokens_cannot_be_guessed():
    first, second = make_order(), make_order()
    assert int(second.number[3:]) == int(first.number[3:]) + 1
    assert len(first.token) >= 22
    assert first.token != second.token
    with pytest.raises(orders.OrderNotFound):
        orders.order_by_token(first.number)


def test_one_cart_becomes_one_order():
    make_order(cart_token="cart-1")
    with pytest.raises(orders.CartAlreadyPlaced), transaction.atomic():
        make_order(cart_token="cart-1")
    assert orders.order_of_cart("cart-1") is not None
    assert orders.order_of_cart("cart-2") is None


def test_an_order_without_lines_is_refused():
    with pytest.raises(orders.OrderIsEmpty):
        orders.draft(replace(make_draft(), lines=()), actor=ACTOR, at=AT)


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"subtotal_amount": 1}, "the subtotal"),
        ({"total_amount": 1}, "the total"),
        ({"tax_amount": 1}, "the tax"),
        ({"discount_amount": -1}, "a negative amount"),
        ({"tax_lines": (orders.DraftTaxLine(190000, "standard", 1, 1),)}, "the tax lines"),
    ],
)
def test_mon_01_sums_that_do_not_hold_are_refused(change, part):
    with pytest.raises(orders.OrderSumsDiffer) as refusal:
        orders.draft(replace(make_draft(), **change), actor=ACTOR, at=AT)
    assert refusal.value.details["part"] == part


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"total_amount": 1}, "the total of"),
        ({"net_amount": 1}, "net and tax of"),
        ({"quantity": 0}, "the quantity of"),
        ({"quantity": -1}, "the quantity of"),
    ],
)
def test_bad_03_lines_that_do_not_hold_are_refused(change, part):
    draft = make_draft()
    bad = replace(draft, lines=(replace(draft.lines[0], **change), *draft.lines[1:]))
    with pytest.raises(orders.OrderSumsDiffer) as refusal:
        orders.draft(bad, actor=ACTOR, at=AT)
    assert refusal.value.details["part"].startswith(part)


def test_the_database_itself_refuses_a_total_that_does_not_add_up():
    order = make_order()
    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.filter(pk=order.id).update(total_amount=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        OrderLine.objects.filter(order_id=order.id).update(fulfilled_quantity=99)


def test_net_prices_add_their_tax():
    variant = make_variants(1)[0]
    item = replace(line(variant), net_amount=1190, tax_amount=226)
    draft = make_draft(
        item, shipping=0, tax_display="net", tax_amount=226, shipping_tax_amount=0, total_amount=1416
    )
    order = orders.draft(draft, actor=ACTOR, at=AT)
    assert order.total.amount == 1416
    assert rules.what_is_wrong_with(draft) == ""


def test_an_order_that_costs_nothing_is_paid():
    variant = make_variants(1)[0]
    assert make_order(line(variant, unit=0), shipping=0).payment_status == "paid"


def test_placing_takes_the_same_statements_for_one_line_and_for_forty():
    variants = make_variants(40)
    drafts = [make_draft(line(variants[0])), make_draft(*(line(item) for item in variants))]
    counts = []
    make_order()  # the first order of a process may fetch a block of numbers
    for draft in drafts:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            orders.draft(draft, actor=ACTOR, at=AT)
        counts.append(len([query for query in seen if "SAVEPOINT" not in query["sql"]]))
    assert counts[0] == counts[1] <= 5


def test_mon_12_a_later_change_of_the_catalog_changes_no_order():
    order = make_order()
    Variant.objects.filter(pk=order.lines[0].variant_id).update(sku="OTHER", options={"Color": "None"})
    assert orders.order(order.id).lines == order.lines


def test_a_placed_order_is_frozen():
    order = make_order()
    row = Order.objects.get(pk=order.id)
    row.total_amount = 1
    with pytest.raises(orders.OrderIsFrozen):
        row.save()


def test_placing_is_in_the_audit_trail():
    order = make_order()
    assert [entry.action for entry in audit.entries_for("orders.order", order.id)] == ["orders.drafted"]
