"""A shop and an order of it that left, for exchanges; a file that needs others has its own."""

from __future__ import annotations

import pytest

from storecrew.contexts.checkout.tests.factories import make_cart, make_shop, place
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.tests.factories import ACTOR, AT
from storecrew.contexts.payments import public as payments


@pytest.fixture
def shop():
    return make_shop({"A-1": 10, "B-1": 3, "C-1": 10})


@pytest.fixture
def sent(shop):
    """An order of two A-1 that left and was paid."""
    order = orders.order(place(make_cart(shop, {"A-1": 2})).order_id)
    fulfillment.ship(order.id, lines=None, key="s", actor=ACTOR, at=AT)
    payments.capture_order(order.id, key="c", actor=ACTOR, at=AT)
    return orders.order(order.id)
