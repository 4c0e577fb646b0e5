"""How many orders a campaign wants, so that warehouse and service are asked before it starts (MKT-19)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import Avg, QuerySet

from storecrew.contexts.channels import public as channels
from storecrew.contexts.marketing.models import Campaign, CampaignForecast, Goal
from storecrew.contexts.orders import public as orders
from storecrew.contexts.promotions import public as promotions

IN_ORDERS = (Goal.ORDERS, Goal.NEW_CUSTOMERS, Goal.WIN_BACK)
ENOUGH = 3
LOOK_BACK = dt.timedelta(days=28)


def expected_loads(record_ids: Collection[int], *, at: dt.datetime) -> dict[int, promotions.Load]:
    """Return what campaigns that have not begun bring when they reach their goals.

    Goals in orders are taken as they are, revenue by what an order was worth in the last four weeks. Visits
    and stock to clear say nothing about orders. What bound promotions plan is compared by itself.
    """
    rows = Campaign.objects.filter(pk__in=record_ids, state__in=Campaign.NOT_BEGUN).prefetch_related("bound")
    found = {}
    for row in rows:
        load = load_of(row, without=[each.promotion_id for each in row.bound.all()], at=at)
        if load is not None:
            found[row.pk] = load
    return found


def load_of(row: Campaign, *, without: Collection[int] = (), at: dt.datetime) -> promotions.Load | None:
    """Return what a campaign brings when it reaches its goal; None when that says nothing about orders."""
    if not (row.starts_at and row.ends_at and (more := _orders(row, at))):
        return None
    return promotions.forecast_orders(
        more,
        without=without,
        starts=row.starts_at,
        ends=row.ends_at,
        past=experience(),
        at=at,
    )


def experience() -> promotions.Past | None:
    """Return how far off the forecasts of campaigns were; None until three have been compared."""
    past = promotions.learned(compared().order_by("-ends_at"))
    return past if past.compared >= ENOUGH else None


def compared() -> QuerySet[CampaignForecast]:
    """Return the forecasts of campaigns that ran and are over."""
    return CampaignForecast.objects.exclude(compared_at=None).exclude(actual={})


def latest_forecast(campaign_id: int) -> CampaignForecast | None:
    """Return what the newest approved version of a campaign was expected to bring."""
    return CampaignForecast.objects.filter(campaign_id=campaign_id).first()


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
