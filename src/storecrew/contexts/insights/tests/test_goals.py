"""How far a campaign has come towards its goal (MKT-13)."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.checkout.tests.factories import ACTOR, make_cart, make_shop, place
from storecrew.contexts.insights import public as insights
from storecrew.contexts.insights.operations.ingesting import ingest
from storecrew.contexts.insights.tests.factories import AT, take, view
from storecrew.contexts.insights.tests.test_returns import bought, campaign
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.models import Order
from storecrew.kernel import outbox

pytestmark = pytest.mark.django_db


def reached(goal: str, **more) -> int:
    known = campaign(goal=goal, **more)
    return insights.goal_reached(known, insights.campaign_return(known), at=AT)


def test_mkt_13_a_goal_is_counted_of_the_orders_that_belong_to_the_campaign():
    shop = make_shop()
    order = bought(shop)
    bought(shop, tagged=False)
    assert reached("revenue") == sum(line.net.amount for line in order.lines)
    assert (reached("orders"), reached("clear_stock"), reached("awareness")) == (1, 2, 2)
    aftersales.cancel_order(order_id=order.id, reason="no", actor=ACTOR, at=AT)
    while outbox.drain():
        pass
    assert [reached(goal) for goal in ("revenue", "orders", "clear_stock", "new_customers")] == [0, 0, 0, 0]


def test_mkt_13_visits_count_only_while_it_runs_and_by_its_links():
    shop = make_shop()
    here = {"channel_id": shop.channel.id, "source": "letter", "medium": "email"}
    take(view(-3, visitor=1, campaign="spring", **here), view(-2, visitor=2, campaign="autumn", **here))
    ingest(at=AT)
    assert reached("awareness") == 1
    assert reached("awareness", utm_campaign="") == 0
    assert reached("awareness", starts_at=AT - dt.timedelta(days=60), ends_at=AT - dt.timedelta(days=30)) == 0


@pytest.mark.parametrize(("days", "new", "back"), [(None, 1, 0), (30, 0, 0), (100, 0, 1)])
def test_mkt_13_new_and_returning_customers_are_told_apart_by_their_orders_before(days, new, back):
    shop = make_shop()
    if days is not None:
        earlier = place(make_cart(shop, {"A-1": 1}))
        before = AT - dt.timedelta(days=days)
        key = orders.order_by_token(earlier.order_token).id
        Order.objects.filter(pk=key).update(placed_at=before)
    bought(shop)
    assert (reached("new_customers"), reached("win_back")) == (new, back)
