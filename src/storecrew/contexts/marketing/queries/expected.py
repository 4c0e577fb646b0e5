"""How many orders a campaign wants, so that warehouse and service are asked before it starts (MKT-19)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import Avg

from storecrew.contexts.channels import public as channels
from storecrew.contexts.marketing.models import Campaign, Goal
from storecrew.contexts.orders import public as orders
from storecrew.contexts.promotions import public as promotions

State = Campaign.State
AHEAD_OF_START = (State.DRAFT, State.SCHEDULED, State.STOPPED)
IN_ORDERS = (Goal.ORDERS, Goal.NEW_CUSTOMERS, Goal.WIN_BACK)
LOOK_BACK = dt.timedelta(days=28)


def expected_loads(record_ids: Collection[int], *, at: dt.datetime) -> dict[int, promotions.Load]:
    """Return what campaigns that have not begun bring when they reach their goals.

    Goals in orders are taken as they are, revenue by what an order was worth in the last four weeks. Visits
    and stock to clear say nothing about orders. What bound promotions plan is compared by itself.
    """
    rows = Campaign.objects.filter(pk__in=record_ids, state__in=AHEAD_OF_START).prefetch_related("bound")
    found = {}
    for row in rows:
        if row.starts_at and row.ends_at and (more := _orders(row, at)):
            found[row.pk] = promotions.forecast_orders(
                more,
                without=[each.promotion_id for each in row.bound.all()],
                starts=row.starts_at,
                ends=row.ends_at,
                at=at,
            )
    return found


def _orders(row: Campaign, at: dt.datetime) -> int:
    if row.goal in IN_ORDERS:
        return row.goal_value
    if row.goal != Goal.REVENUE:
        return 0
    worth = _worth_of_an_order(row, at)
    return -(-row.goal_value // worth) if worth else 0


def _worth_of_an_order(row: Campaign, at: dt.datetime) -> int:
    """Return minor units of the campaign's currency; 0 where nothing was sold in it."""
    shops = [
        each
        for each in channels.all_channels()
        if each.currency == row.currency and (not row.shop_channels or each.code in row.shop_channels)
    ]
    means = [
        mean
        for each in shops
        if (
            mean := orders.confirmed_between(each.id, at - LOOK_BACK, at)
            .order_by()
            .aggregate(mean=Avg("total_amount"))["mean"]
        )
    ]
    return round(sum(means) / len(means)) if means else 0
