"""Confirming, canceling, shipping and paying: one writer each."""

from __future__ import annotations

import pytest

from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders import rules
from storecrew.contexts.orders.models import Order, OrderCancellation
from storecrew.contexts.orders.tests.factories import ACTOR, AT, make_draft, make_order
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied
from storecrew.kernel.outbox.models import OutboxEvent

pytestmark = pytest.mark.django_db


def events(name: str) -> list[dict]:
    return [row.payload for row in OutboxEvent.objects.filter(name=f"orders.{name}")]


def cancel(order_id: int, kind: str = "staff") -> bool:
    return orders.mark_canceled(order_id, kind=kind, reason="no longer wanted", actor=ACTOR, at=AT)


def test_con_16_an_order_is_confirmed_once_however_often_it_is_tried():
    order = make_order()
    assert orders.confirm(order.id, actor=ACTOR, at=AT) is True
    assert orders.confirm(order.id, actor=ACTOR, at=AT) is False
    [placed] = events("OrderPlaced")
    assert placed["number"] == order.number
    assert placed["lines"] == [[item.variant_id, item.sku, item.quantity] for item in order.lines]


def test_a_canceled_order_is_not_confirmed():
    order = make_order()
    cancel(order.id)
    with pytest.raises(orders.OrderIsCanceled):
        orders.confirm(order.id, actor=ACTOR, at=AT)


def test_what_does_not_exist_is_said_so():
    for call in (
        lambda: orders.confirm(0, actor=ACTOR, at=AT),
        lambda: cancel(0),
        lambda: orders.begin_fulfilling(0),
        lambda: orders.record_payment_state(0, authorized=0, captured=0, refunded=0),
        lambda: orders.order(0),
    ):
        with pytest.raises(orders.OrderNotFound):
            call()


def test_con_10_an_order_is_canceled_once():
    order = make_order(confirmed=True)
    assert cancel(order.id) is True
    assert cancel(order.id) is False
    assert orders.order(order.id).cancellation.reason == "no longer wanted"
    assert OrderCancellation.objects.count() == 1
    [event] = events("OrderCanceled")
    assert event["was_confirmed"] is True


@pytest.mark.parametrize("kind", ["payment_failed", "expired"])
def test_a_failed_payment_ends_only_an_order_that_still_waits(kind):
    waiting, confirmed = make_order(), make_order(confirmed=True)
    assert cancel(waiting.id, kind) is True
    assert events("OrderCanceled")[0]["was_confirmed"] is False
    with pytest.raises(orders.OrderNotPending):
        cancel(confirmed.id, kind)


def test_an_order_on_its_way_is_not_canceled():
    order = make_order(confirmed=True)
    orders.record_fulfilled(order.id, {order.lines[0].id: 1}, at=AT)
    with pytest.raises(orders.OrderAlreadyShipped):
        cancel(order.id)


def test_shipping_in_parts_moves_the_status():
    order = make_order(confirmed=True)
    two, one = order.lines
    assert orders.record_fulfilled(order.id, {two.id: 1}, at=AT) == "partial"
    assert orders.order(order.id).lines[0].open_quantity == 1
    assert orders.record_fulfilled(order.id, {two.id: 1, one.id: 1}, at=AT) == "fulfilled"
    assert Order.objects.get(pk=order.id).fulfilled_at == AT


def test_con_14_more_than_was_ordered_is_not_shipped():
    order = make_order(confirmed=True)
    with pytest.raises(orders.ShipsTooMany) as refusal:
        orders.record_fulfilled(order.id, {order.lines[0].id: 3}, at=AT)
    assert refusal.value.details["open"] == 2
    with pytest.raises(orders.LineNotFound):
        orders.record_fulfilled(order.id, {0: 1}, at=AT)
    assert orders.order(order.id).fulfillment_status == "unfulfilled"


def test_only_a_confirmed_order_is_shipped():
    waiting, canceled, confirmed = make_order(), make_order(), make_order(confirmed=True)
    cancel(canceled.id)
    with pytest.raises(orders.OrderNotConfirmed):
        orders.begin_fulfilling(waiting.id)
    with pytest.raises(orders.OrderIsCanceled):
        orders.begin_fulfilling(canceled.id)
    orders.begin_fulfilling(confirmed.id)


@pytest.mark.parametrize(
    ("sums", "status"),
    [
        ({"authorized": 0, "captured": 0, "refunded": 0}, "pending"),
        ({"authorized": 0, "captured": 0, "refunded": 0, "failed": True}, "failed"),
        ({"authorized": 100, "captured": 0, "refunded": 0}, "authorized"),
        ({"authorized": 100, "captured": 0, "refunded": 0, "voided": 100}, "voided"),
        ({"authorized": 100, "captured": 40, "refunded": 0}, "partially_paid"),
        ({"authorized": 100, "captured": 100, "refunded": 0}, "paid"),
        ({"authorized": 100, "captured": 100, "refunded": 1}, "partially_refunded"),
        ({"authorized": 100, "captured": 100, "refunded": 100}, "refunded"),
    ],
)
def test_the_payment_status_follows_from_the_sums(sums, status):
    assert rules.payment_status(total=100, **sums) == status


def test_the_order_keeps_the_sums_and_tells_its_own_status():
    order = make_order()
    assert (
        orders.record_payment_state(order.id, authorized=5370, captured=5370, refunded=70)
        == "pending_payment"
    )
    after = orders.order(order.id)
    assert (after.payment_status, after.captured.amount, after.refunded.amount) == (
        "partially_refunded",
        5370,
        70,
    )


def test_lists_are_narrowed_to_the_channels_of_the_actor():
    order = make_order(confirmed=True)
    code = Order.objects.select_related("channel").get(pk=order.id).channel.code
    rights = frozenset({"orders.read"})
    mine = Actor("staff", "1", "Ann", rights, {"channel": frozenset({code})})
    other = Actor("staff", "2", "Bob", rights, {"channel": frozenset({"elsewhere"})})
    nobody = Actor("staff", "3", "Eve")
    assert orders.visible_orders(ACTOR).count() == orders.visible_orders(mine).count() == 1
    assert orders.visible_orders(other).count() == 0
    with pytest.raises(Denied):
        orders.visible_orders(nobody)


def test_lists_are_filtered_by_status_time_number_mail_and_sku():
    order, waiting = make_order(confirmed=True), make_order(email="ann@example.com")
    rows = orders.visible_orders(ACTOR)

    def found(**filters) -> list[str]:
        return [row.number for row in orders.filter_orders(rows, **filters)]

    assert found(status="confirmed") == [order.number]
    assert found(payment_status="pending", fulfillment_status="unfulfilled") == [waiting.number, order.number]
    assert found(placed_from=AT, placed_to=AT) == []
    assert found(search=order.number.lower()) == [order.number]
    assert found(search="ANN@example.com") == [waiting.number]
    assert found(search=order.lines[0].sku) == [order.number]
    assert found(search=order.number.removeprefix("SC-")) == [order.number]
    assert found(search="nothing") == []
    assert [item.number for item in orders.pending_orders(placed_before=AT.replace(year=2027))] == [
        waiting.number
    ]


def test_a_customer_sees_own_orders_only():
    make_order()
    assert orders.orders_for_customer(1) == ()
    assert orders.orders_for_customer(1, before=AT) == ()


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("ida lind", True), ("LIND", True), ("+49 30 1234567", True), ("030 / 12345-67", True),
        ("12345", False), ("Lind 7", False), ("x", False), ("%", False), ("Ida_Lind", False),
    ],
)  # fmt: skip
def test_u078_orders_are_found_by_name_and_phone(text, hit):
    address = make_draft().shipping_address | {"name": "Ida Lind"}
    order = make_order(shipping_address=address, phone="+49301234567")
    make_order(email="other@example.com")
    found = orders.filter_orders(orders.visible_orders(ACTOR), search=text)
    assert [row.number for row in found] == ([order.number] if hit else [])
