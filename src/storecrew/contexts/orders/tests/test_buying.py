"""How somebody has bought: asked for each cart, so it is one statement, and none for nobody."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.models import Order
from storecrew.contexts.orders.tests.factories import AT, make_order

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def test_orders_of_an_address_and_of_a_customer_are_counted_together(django_assert_num_queries):
    placed = [make_order() for _ in range(4)]
    ids = [each if isinstance(each, int) else each.id for each in placed]
    Order.objects.filter(pk__in=ids).update(email="ann@example.com", status="confirmed", placed_at=AT)
    Order.objects.filter(pk=ids[1]).update(placed_at=AT - 9 * DAY)
    Order.objects.filter(pk=ids[2]).update(status="canceled", placed_at=AT + DAY)
    Order.objects.filter(pk=ids[3]).update(email="bob@example.com")
    orders.buying_history(None, "ann@example.com", since=AT, until=AT)
    with django_assert_num_queries(1):
        found = orders.buying_history(None, " Ann@Example.com ", since=AT - DAY, until=AT)
    assert (found.since, found.newest) == (1, AT)
    assert orders.buying_history(None, "ann@example.com", since=AT - 10 * DAY, until=AT).since == 2
    assert orders.buying_history(7, "bob@example.com", since=AT - DAY, until=AT).since == 1
    assert orders.buying_history(7, "", since=AT - DAY, until=AT) == (0, None)


def test_who_is_nobody_yet_is_not_looked_up(django_assert_num_queries):
    make_order()
    with django_assert_num_queries(0):
        assert orders.buying_history(None, " ", since=AT - DAY, until=AT) == (0, None)
