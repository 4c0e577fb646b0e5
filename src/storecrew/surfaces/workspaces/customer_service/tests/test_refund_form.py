"""MON-06: the refund form names delivery and fees with what is left of each, and follows a return."""

from __future__ import annotations

import re

import pytest
from django.db.models import F
from django.urls import reverse

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.checkout.tests.factories import ACTOR, AT, make_cart, make_shop, place
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import Serial
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.models import Order, OrderFee
from storecrew.contexts.payments import public as payments
from storecrew.kernel.mail.models import Mail
from storecrew.surfaces.workspaces.customer_service.tests.test_orders import key_in, page, signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def order():
    placed = place(make_cart(make_shop({"A-1": 10, "B-1": 10}), {"A-1": 2}))
    payments.capture_order(placed.order_id, key="t", actor=ACTOR, at=AT)
    fulfillment.ship(placed.order_id, key="s", actor=ACTOR, at=AT)
    # A part of what was paid for the delivery was for the wrapping.
    Order.objects.filter(pk=placed.order_id).update(
        fee_amount=300, shipping_amount=F("shipping_amount") - 300
    )
    OrderFee.objects.create(
        order_id=placed.order_id, kind="gift_wrap", amount=300, net_amount=300, tax_amount=0
    )
    return orders.order(placed.order_id)


def received(order, units=1, *decision):
    made = aftersales.announce_return(
        order.id, lines={order.lines[0].id: units}, reason="damaged", actor=ACTOR, at=AT
    )
    found = [aftersales.Found(made.lines[0].id, *(decision or ("shelf", units)))]
    return aftersales.receive_return(made.id, found=found, location_code="main", actor=ACTOR, at=AT)


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_mon_06_fees_and_delivery_are_refunded_by_name_and_not_twice(order):
    client = signed_in("head_of_digital")
    address = page(order, "orders_refund")
    left = aftersales.refundable(order.id)
    shown = client.get(address)
    assert f"Fees (Gift wrap): {left.fees.format('en')}" in text(shown)
    assert f"Delivery: {left.shipping.format('en')}" in text(shown)
    body = {"key": key_in(shown), "amount": "", "fees": "on", "shipping": "on", "reason": "came unwrapped"}
    assert client.post(address, body).status_code == 302
    [given] = aftersales.refunds_of_order(order.id)
    assert (given.fees, given.shipping) == (left.fees, left.shipping)
    assert given.amount == left.fees + left.shipping
    again = text(client.get(address))
    assert "Fees (" not in again
    assert "Delivery: " not in again


@pytest.mark.parametrize("body", [{"amount": ""}, {"amount": "1.00", "shipping": "on"}])
def test_an_amount_or_what_it_is_for_and_never_both(order, body):
    client = signed_in("head_of_digital")
    answer = client.post(page(order, "orders_refund"), {"key": "k", "reason": "x", **body})
    assert answer.status_code == 422
    assert "Write an amount, or choose what is refunded" in text(answer)
    assert not aftersales.refunds_of_order(order.id)


def test_cs_7_the_refund_of_a_return_has_its_units_chosen_and_closes_it_once(order):
    client = signed_in("head_of_digital")
    made = received(order)
    address = f"{page(order, 'orders_refund')}?return={made.number}"
    assert address in client.get(reverse("returns_record", args=[made.id])).content.decode().replace(
        "&amp;", "&"
    )
    shown = client.get(address)
    line = order.lines[0].id
    field = re.search(rf'<input[^>]*name="line_{line}"[^>]*>', shown.content.decode())[0]
    assert 'value="1"' in field
    body = {"key": key_in(shown), "made": made.id, f"line_{line}": 1, "reason": "damaged"}
    assert client.post(address, body).status_code == 302
    [given] = aftersales.refunds_of_order(order.id)
    done = aftersales.a_return(made.id)
    assert (done.outcome, done.refund_id, dict(given.lines)) == ("refunded", given.id, {line: 1})
    second = client.post(address, {**body, "key": "other"})
    assert "decided already what the customer gets" in text(second)
    assert len(aftersales.refunds_of_order(order.id)) == 1
    assert "Refunded" in text(client.get(reverse("returns_record", args=[made.id])))


def test_cs_7_nothing_is_given_for_a_return_with_a_reason_that_the_customer_reads(order):
    client = signed_in("head_of_digital")
    made = received(order)
    address = reverse("returns_refuse", args=[made.id])
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": "It was used for a year"}).status_code == 302
    assert aftersales.a_return(made.id).outcome == "refused"
    mail = Mail.objects.get(dedupe_key=f"aftersales.return_ended:{made.id}")
    assert "It was used for a year" in mail.text
    assert "decided already" in text(client.post(address, {"reason": "again"}))


def test_inv_4_units_that_were_set_apart_are_decided_on_the_page_of_the_return(order):
    dock = signed_in("inventory_manager")
    made = received(order, 2, "inspect", 2)
    record = reverse("returns_record", args=[made.id])
    unit = made.lines[0].units[0].id
    decide = reverse("returns_decide", args=[made.id, unit])
    assert decide in dock.get(record).content.decode()
    assert dock.get(decide).status_code == 200
    assert dock.post(decide, {"to": "damaged", "quantity": 1}).status_code == 422
    assert dock.post(decide, {"to": "shelf", "quantity": 1}).status_code == 302
    assert "1 × Back on the shelf" in text(dock.get(record))
    assert signed_in("marketing_manager").get(decide).status_code == 403


def test_cs_7_the_dock_scans_the_serial_number_of_each_unit(order):
    dock = signed_in("inventory_manager")
    first = order.lines[0]
    place_id = inventory.location("main").id
    Serial.objects.bulk_create(
        Serial(
            variant_id=first.variant_id, code=code, location_id=place_id, state="gone", document=order.number
        )
        for code in ("S1", "S2")
    )
    made = aftersales.announce_return(order.id, lines={first.id: 2}, reason="damaged", actor=ACTOR, at=AT)
    line = made.lines[0].id
    address = reverse("returns_receive", args=[made.id])
    assert f'name="mark_{line}_1"' in dock.get(address).content.decode()
    body = {"location": "main", f"mark_{line}_0": "S1", f"to_{line}_0": "shelf", f"mark_{line}_1": "S9"}
    wrong = dock.post(address, {**body, f"to_{line}_1": "quarantine"})
    assert wrong.status_code == 422
    assert "S9: This lot or serial number was not sent with this order" in text(wrong)
    right = dock.post(address, {**body, f"mark_{line}_1": "", f"to_{line}_1": "missing"})
    assert right.status_code == 302
    assert "1 × Back on the shelf (serial number S1), 1 × Not in the parcel" in text(
        dock.get(right["Location"])
    )
