"""Shipping: once, in parts, with stock, money and a mail; nothing that was not ordered or is canceled."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.checkout.tests.factories import make_cart, make_shop, place
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment import tasks
from storecrew.contexts.fulfillment.models import Shipment
from storecrew.contexts.fulfillment.rules import shipments as rules
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.tests.factories import assert_proved
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.tests.factories import ACTOR, AT
from storecrew.contexts.payments import public as payments
from storecrew.contexts.payments.models import SimulatorCharge
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.work import public as work
from storecrew.kernel import outbox
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied
from storecrew.kernel.mail.models import Mail
from storecrew.kernel.outbox.models import OutboxEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop():
    return make_shop()


def ordered(shop, token: str = "tok_ok", **lines: int) -> orders.OrderFacts:
    wanted = {name.replace("_", "-"): units for name, units in (lines or {"A_1": 3, "B_1": 1}).items()}
    return orders.order(place(make_cart(shop, wanted), token).order_id)


def ship(order, **more) -> fulfillment.ShipmentFacts:
    return fulfillment.ship(order.id, actor=ACTOR, at=AT, **more)


def shipped_mails() -> list[Mail]:
    return list(Mail.objects.filter(dedupe_key__startswith="fulfillment.shipped"))


def test_a_whole_order_leaves_with_its_stock_money_and_mail(shop):
    order = ordered(shop)
    shipment = ship(order, tracking_number="00340 434", carrier="DHL")
    after = orders.order(order.id)
    assert (after.fulfillment_status, after.payment_status) == ("fulfilled", "paid")
    assert shipment.tracking_url.endswith("00340434")
    assert shipment.locations == ("main",)
    assert fulfillment.shipments_of_order(order.id) == (shipment,)
    assert inventory.level(shop.variants["A-1"], "main").on_hand == 7
    [mail] = shipped_mails()
    assert (mail.to, mail.subject) == (order.email, f"Your order {order.number} is on its way")
    assert "00340434" in mail.html
    assert OutboxEvent.objects.get(name="fulfillment.OrderShipped").payload["complete"] is True
    assert_proved()


def test_con_14_shipping_pressed_twice_is_one_shipment_and_one_mail(shop):
    order = ordered(shop)
    first, second = ship(order, key="nonce"), ship(order, key="nonce")
    assert first == second
    assert len(shipped_mails()) == Shipment.objects.count() == 1
    assert_proved()


def test_con_14_without_a_key_the_same_content_is_the_same_shipment(shop):
    order = ordered(shop)
    line = order.lines[0].id
    for _ in range(2):
        ship(order, lines={line: 1}, tracking_number="1")
    ship(order, lines={line: 1}, tracking_number="2")
    assert orders.order(order.id).lines[0].fulfilled_quantity == 2
    with pytest.raises(fulfillment.ShipmentKeyReused):
        ship(order, lines={line: 1}, key="n")
        ship(order, lines={line: 2}, key="n")


def test_parts_leave_one_after_the_other_and_the_money_is_taken_with_the_first(shop):
    order = ordered(shop)
    a, b = order.lines
    ship(order, lines={a.id: 2})
    half = orders.order(order.id)
    assert (half.fulfillment_status, half.payment_status) == ("partial", "paid")
    assert "The rest follows" in shipped_mails()[0].text
    ship(order)
    assert [line.open_quantity for line in orders.order(order.id).lines] == [0, 0]
    assert fulfillment.shipments_of_order(order.id)[1].lines == {a.id: 1, b.id: 1}
    with pytest.raises(fulfillment.NothingToShip):
        ship(order, key="third")
    assert_proved()


def test_con_10_a_canceled_order_is_not_shipped_and_a_shipped_one_not_canceled(shop):
    canceled, shipped = ordered(shop, A_1=1), ordered(shop, B_1=1)
    aftersales.cancel_order(canceled.id, reason="x", actor=ACTOR, at=AT)
    with pytest.raises(orders.OrderIsCanceled):
        ship(canceled)
    ship(shipped)
    with pytest.raises(orders.OrderAlreadyShipped):
        aftersales.cancel_order(shipped.id, reason="x", actor=ACTOR, at=AT)


@pytest.mark.parametrize("quantity", [0, -1, True, 1.0, "1"])
def test_bad_03_impossible_units_are_not_shipped(shop, quantity):
    order = ordered(shop)
    with pytest.raises(fulfillment.InvalidShipment):
        ship(order, lines={order.lines[0].id: quantity})
    with pytest.raises(fulfillment.InvalidShipment):
        ship(order, lines={})


def test_what_is_not_there_is_not_shipped(shop):
    order = ordered(shop)
    with pytest.raises(orders.ShipsTooMany):
        ship(order, lines={order.lines[0].id: 4})
    with pytest.raises(orders.LineNotFound):
        ship(order, lines={0: 1})
    assert Shipment.objects.count() == 0
    assert_proved()


@pytest.mark.parametrize("number", ["<script>", "a\nb", "x" * 101, "１２"])
def test_bad_05_a_tracking_number_is_letters_and_digits(shop, number):
    with pytest.raises(fulfillment.InvalidTracking):
        ship(ordered(shop), tracking_number=number)


def test_shipping_needs_the_right(shop):
    with pytest.raises(Denied):
        fulfillment.ship(ordered(shop).id, actor=Actor("staff", "1", "Eve"), at=AT)


def test_a_capture_that_is_refused_does_not_stop_the_parcel_and_alerts_service(shop):
    order = ordered(shop, "tok_capture_declined")
    for _ in range(2):
        ship(order)
    assert orders.order(order.id).fulfillment_status == "fulfilled"
    [finding] = work.open_findings(role="customer_service")
    assert order.number in finding.title
    SimulatorCharge.objects.update(token="tok_3ds")
    tasks.take_money_of_shipped(AT)
    assert orders.order(order.id).payment_status == "paid"


def test_a_capture_without_an_answer_is_left_to_timed_work(shop):
    order = ordered(shop, "tok_capture_timeout")
    ship(order)
    assert fulfillment.take_money(order.id, at=AT) is True
    [payment] = payments.payments_of_order(order.id)
    assert payment.capturing == payment.amount


def test_the_mail_is_in_the_orders_language_and_inert(shop):
    order = ordered(shop)
    from storecrew.contexts.orders.models import Order, OrderLine

    Order.objects.filter(pk=order.id).update(locale="ko")
    OrderLine.objects.filter(order_id=order.id).update(title="<script>{{ 7*7 }}</script>")
    ship(order)
    [mail] = shipped_mails()
    assert (mail.locale, "/ko/order/" in mail.html) == ("ko", True)
    assert "<script>" not in mail.html
    assert "{{ 7*7 }}" in mail.html
    assert "<script>{{ 7*7 }}</script>" in mail.text


def test_a_parcels_page_is_known_for_common_carriers_only():
    assert (
        rules.tracking_url("DHL", "1 2") == "https://www.dhl.com/global-en/home/tracking.html?tracking-id=12"
    )
    assert rules.tracking_url("Bob's van", "12") == rules.tracking_url("DHL", "") == ""


def settled() -> None:
    while outbox.drain(limit=100):
        pass


def test_log_7_what_has_left_is_no_risk_of_being_late_any_more(shop):
    order = ordered(shop, A_1=2)
    settled()
    late = AT + dt.timedelta(days=60)
    assert [risk.order_ref for risk in shipping.at_risk(at=late)] == [order.number]
    [line] = order.lines
    ship(order, lines={line.id: 1})
    settled()
    assert [risk.order_ref for risk in shipping.at_risk(at=late)] == [order.number]
    ship(order)
    settled()
    assert not shipping.at_risk(at=late)
