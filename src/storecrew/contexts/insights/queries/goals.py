"""How far a campaign has come towards its goal, counted from its orders and visits (MKT-13)."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.channels import public as channels
from storecrew.contexts.insights.queries.reports import total
from storecrew.contexts.insights.rules import kinds
from storecrew.contexts.insights.rules.days import Period
from storecrew.contexts.insights.rules.returning import CampaignReturn
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.orders import public as orders

AWAY = dt.timedelta(days=90)
"""Whoever has ordered nothing for so long comes back with the next order."""


def goal_reached(campaign: marketing.CampaignFacts, found: CampaignReturn, *, at: dt.datetime) -> int:
    """Return the figure of a campaign's goal as of now: minor units for revenue, a number for all others.

    It is counted of the orders that belong to the campaign (`campaign_return`) and have not gone back whole;
    visits are those that came by its links.
    """
    kept = [one for one in found.orders if one.revenue - one.discount > one.back]
    if campaign.goal == "revenue":
        return sum(one.revenue - one.discount - one.back for one in kept)
    if campaign.goal == "awareness":
        return _visits(campaign, at)
    ids = [one.order_id for one in kept]
    if campaign.goal == "clear_stock":
        lines = [line for order in orders.orders_by_id(ids) for line in order.lines]
        return sum(line.quantity - line.canceled_quantity for line in lines)
    if campaign.goal == "orders":
        return len(kept)
    return _people(ids, came_back=campaign.goal == "win_back")


def _people(ids: list[int], *, came_back: bool) -> int:
    """Return how many people ordered for the first time, or after a long time, with one of these orders."""
    history = orders.bought_by({order.email for order in orders.orders_by_id(ids)})
    mine, count = set(ids), 0
    for past in history.values():
        before: dt.datetime | None = None
        for each in past:
            fits = before is not None and each.placed_at - before >= AWAY if came_back else before is None
            if fits and each.order_id in mine:
                count += 1
                break
            before = each.placed_at
    return count


def _visits(campaign: marketing.CampaignFacts, at: dt.datetime) -> int:
    if not campaign.utm_campaign or campaign.starts_at is None:
        return 0
    end = min(campaign.ends_at or at, at)
    period = Period(campaign.starts_at.date(), end.date() + dt.timedelta(days=1))
    found = total(
        period,
        channels.all_channels(),
        dimension="source",
        only=(kinds.VISIT,),
        campaign=campaign.utm_campaign,
    )
    return found[kinds.VISIT]
