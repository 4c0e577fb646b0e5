"""The invoice of an order on account on the page of the order, for whoever holds its link."""

from __future__ import annotations

import pytest
from django.test import Client

from storecrew.contexts.checkout.tests.factories import ACTOR, AT, make_cart, make_shop, place
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.contexts.receivables import public as receivables
from storecrew.contexts.receivables.tests.factories import make_buyer, make_grant, make_item
from storecrew.kernel import clock, outbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop():
    return make_shop({"A-1": 50})


def test_it_9_the_order_page_leads_to_the_invoice_and_says_what_is_owed(shop):
    buyer = make_buyer()
    make_grant(buyer)
    item = make_item(shop, buyer, {"A-1": 1})
    order, guest = orders.order(item.order_id), Client()
    page = guest.get(f"/en/order/{order.token}/").content.decode()
    assert f"Invoice {item.number}" in page and f"/en/order/{order.token}/invoice/" in page
    assert "late" in page
    paper = guest.get(f"/en/order/{order.token}/invoice/")
    assert paper.content.startswith(b"%PDF") and paper["Cache-Control"] == "private, no-store"
    with clock.frozen(order.placed_at):
        assert "to be paid by" in guest.get(f"/en/order/{order.token}/").content.decode()


def test_aut_03_a_paid_order_has_its_invoice_behind_its_link(shop):
    order = orders.order(place(make_cart(shop, {"A-1": 1})).order_id)
    (payment,) = payments.payments_of_order(order.id)
    payments.capture(payment.id, key="c", actor=ACTOR, at=AT)
    while outbox.drain():
        pass
    number = receivables.invoice_of_order(order.id).number
    page = Client().get(f"/en/order/{order.token}/").content.decode()
    assert f"Invoice {number}" in page and f"/en/order/{order.token}/invoice/" in page
    paper = Client().get(f"/en/order/{order.token}/invoice/")
    assert paper.content.startswith(b"%PDF") and paper["Cache-Control"] == "private, no-store"
    assert paper["Referrer-Policy"] == "same-origin"


def test_an_order_without_an_invoice_has_none(shop):
    order = orders.order(place(make_cart(shop, {"A-1": 1})).order_id)
    assert "/invoice/" not in Client().get(f"/en/order/{order.token}/").content.decode()
    assert Client().get(f"/en/order/{order.token}/invoice/").status_code == 404
    assert Client().get("/en/order/unknown/invoice/").status_code == 404
