"""The rest of a refund of which a part was refused, from the order's page."""

from __future__ import annotations

import pytest
from django.urls import reverse

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.aftersales.tests.factories import paid_by_two
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.tests.factories import ACTOR, AT
from storecrew.surfaces.workspaces.customer_service.tests.test_orders import page, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def order():
    order = paid_by_two()
    aftersales.refund(order.id, reason="broken", key="k", actor=ACTOR, at=AT)
    return order


def rest_of(order) -> str:
    [refund] = aftersales.refunds_of_order(order.id)
    return reverse("orders_refund_rest", args=[order.number, refund.id])


def test_what_is_owed_is_on_the_order_and_on_the_home(order):
    client = signed_in("customer_service")
    shown = client.get(page(order)).content.decode()
    assert rest_of(order) in shown
    assert "Partly done" in shown
    assert "€10.00" in shown
    assert "a part was refused and is owed" in client.get("/admin/").content.decode()


def test_trying_again_says_that_it_was_refused_again(order):
    client = signed_in("customer_service")
    said = client.post(rest_of(order), {"note": ""}, follow=True).content.decode()
    assert "is still owed" in said
    assert orders.order(order.id).refunded == order.total - aftersales.refunds_of_order(order.id)[0].owed


def test_by_hand_needs_words_and_then_closes_the_refund(order):
    client, address = signed_in("customer_service"), rest_of(order)
    empty = client.post(address, {"note": " ", "second": "1"})
    assert empty.status_code == 422
    assert "Say how it was paid back" in empty.content.decode()
    done = client.post(address, {"note": "statement 12", "second": "1"}, follow=True).content.decode()
    assert "Refunded €" in done
    assert orders.order(order.id).refunded == order.total
    again = client.get(address, follow=True).content.decode()
    assert "Nothing is owed of this refund any more." in again
    assert address not in again
