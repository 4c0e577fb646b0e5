"""What a location should order: demand by the week, forecast, levels, and the supplier's packs and price."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from storecrew.contexts.channels import public as channels
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.purchasing.facts import Offer
from storecrew.contexts.purchasing.models import ArticleRule, ReplenishmentRule
from storecrew.contexts.purchasing.queries import promoted
from storecrew.contexts.purchasing.queries.offers import offers
from storecrew.contexts.purchasing.queries.on_order import on_order
from storecrew.contexts.purchasing.queries.planning_rules import (
    article_rules,
    decided_by,
    replenishment,
    said_by,
)
from storecrew.contexts.purchasing.queries.scorecards import scorecards
from storecrew.contexts.purchasing.rules import replenishing
from storecrew.contexts.purchasing.rules.forecasting.choice import Forecasts, forecast
from storecrew.contexts.purchasing.rules.forecasting.simple import Table
from storecrew.contexts.purchasing.rules.forecasting.uplift import with_planned
from storecrew.kernel import clock

WEEKS = 104
AHEAD = 8
SEASON = 52


@dataclass(frozen=True, slots=True)
class Plan:
    """What should be ordered of a variant for a location, with every number that led to it."""

    variant_id: int
    quantity: int
    offer: Offer
    available: int
    inbound: int
    levels: replenishing.Levels
    daily: float
    days_cover: float | None
    why: Mapping[str, Any]

    def fields(self) -> dict[str, Any]:
        """Return what a proposal stores of it."""
        return {
            "quantity": self.quantity,
            "supplier_id": self.offer.supplier_id,
            "unit_amount": self.offer.amount,
            "currency": self.offer.currency,
            "available": self.available,
            "inbound": self.inbound,
            "reorder_point": self.levels.reorder_point,
            "order_up_to": self.levels.order_up_to,
            "safety_stock": self.levels.safety_stock,
            "demand_thousandths": round(self.daily * 1000),
            "cover_tenths": None if self.days_cover is None else round(self.days_cover * 10),
            "lead_days": self.offer.lead_days,
            "why": dict(self.why),
        }


def plans(variant_ids: Sequence[int], location_id: int, *, at: dt.datetime) -> list[Plan]:
    """Return a plan for every variant that lies, or lay, at a location and has a supplier."""
    shelf = {
        level.variant_id: level for level in inventory.levels(variant_ids) if level.location_id == location_id
    }
    kept = [variant_id for variant_id in variant_ids if variant_id in shelf]
    if not kept:
        return []
    begin, zone = week_of(at), channels.facts().timezone
    demand = _demand(kept, location_id, begin=begin, zone=zone)
    history = weekly_history(kept, location_id, demand, begin=begin, zone=zone)
    sales = inventory.planned_sales(
        kept, since=begin - dt.timedelta(weeks=WEEKS), until=begin + dt.timedelta(weeks=AHEAD)
    )
    usual = promoted.usual(history, kept, demand, sales, location_id=location_id, begin=begin)
    made = forecast(usual, AHEAD, season=SEASON)
    shares = promoted.shares(sales, location_id, today=begin, timezone=zone)
    ahead = promoted.ahead(kept, sales, shares, begin=begin, weeks=AHEAD)
    made = replace(made, expected=with_planned(made.expected, ahead.planned))
    coming = _inbound(kept, location_id)
    best: dict[int, Offer] = {}
    for offer in offers(dict.fromkeys(kept, 1), day=channels.house_day(at)):
        best.setdefault(offer.variant_id, offer)
    measured = scorecards(
        since=at - dt.timedelta(days=365), supplier_ids={o.supplier_id for o in best.values()}
    )
    spread = {key: card.lead_spread or 0.0 for key, card in measured.items()}
    rule = replenishment(location_id)
    own = article_rules(kept, location_id)
    drafts = [
        _plan(
            variant_id, best[variant_id], made, place, rule, spread.get(best[variant_id].supplier_id, 0.0),
            available=shelf[variant_id].available + shelf[variant_id].reserved,
            inbound=coming.get(variant_id, 0), promotions=ahead.names.get(variant_id, ()),
            own=own.get(variant_id),
        )
        for place, variant_id in enumerate(kept)
        if variant_id in best
    ]  # fmt: skip
    return _priced(drafts, at)


def week_of(at: dt.datetime) -> dt.date:
    """Return the day on which the first week ahead begins: today in the shop's zone."""
    return channels.house_day(at)


def _demand(
    variant_ids: Sequence[int], location_id: int, *, begin: dt.date, zone: str
) -> Mapping[tuple[int, int], Mapping[dt.date, int]]:
    """Return the units of each day of the last two years at a location."""
    start = begin - dt.timedelta(weeks=WEEKS)
    return inventory.daily_demand(
        variant_ids, since=start, until=begin, timezone=zone, location_id=location_id
    )


def weekly_history(
    variant_ids: Sequence[int],
    location_id: int,
    demand: Mapping[tuple[int, int], Mapping[dt.date, int]],
    *,
    begin: dt.date,
    zone: str,
) -> Table:
    """Return the demand of the last two years by whole weeks that end yesterday, (variants, weeks).

    NaN before a variant first lay there. A week with more returns than sales counts as none.
    """
    start = begin - dt.timedelta(weeks=WEEKS)
    since = inventory.stocked_since(variant_ids)
    history = np.zeros((len(variant_ids), WEEKS))
    for place, variant_id in enumerate(variant_ids):
        for day, units in demand.get((variant_id, location_id), {}).items():
            history[place, (day - start).days // 7] += units
        first = since.get((variant_id, location_id))
        before = WEEKS if first is None else max((clock.local_day(first, zone) - start).days // 7, 0)
        history[place, :before] = np.nan
    known = ~np.isnan(history)
    return np.where(known, np.maximum(np.nan_to_num(history), 0.0), np.nan)


def _inbound(variant_ids: Sequence[int], location_id: int) -> dict[int, int]:
    """Return what is on the way to a location: ordered from suppliers, or sent from another location."""
    coming: dict[int, int] = {}
    for row in on_order(variant_ids):
        if row.location_id == location_id:
            coming[row.variant_id] = coming.get(row.variant_id, 0) + row.quantity
    code = next(place.code for place in inventory.locations() if place.id == location_id)
    for variant_id, rows in inventory.inbound(variant_ids).items():
        moved = sum(row.quantity for row in rows if row.kind == "transfer" and row.location_code == code)
        if moved:
            coming[variant_id] = coming.get(variant_id, 0) + moved
    return coming


def _plan(
    variant_id: int,
    offer: Offer,
    made: Forecasts,
    place: int,
    rule: ReplenishmentRule,
    lead_spread: float,
    *,
    available: int,
    inbound: int,
    promotions: Sequence[str],
    own: ArticleRule | None,
) -> Plan:
    decided = decided_by(own)
    if decided.lead_days is not None:
        offer = replace(offer, lead_days=decided.lead_days)
    if decided.moq is not None:
        offer = replace(offer, moq=decided.moq)
    weeks = min(max(round((offer.lead_days + rule.review_days) / 7), 1), AHEAD)
    demand = replenishing.Demand(
        float(made.expected[place, :weeks].mean()) / 7, float(made.deviation[place]) / 7**0.5
    )
    supply = replenishing.Supply(offer.lead_days, lead_spread, rule.review_days, offer.moq, offer.pack_size)
    computed = replenishing.levels(demand, supply, service_level=rule.service_level_bp / 10_000)
    at = replenishing.as_decided(computed, decided)
    need = replenishing.need(demand, supply, at, available=available, inbound=inbound, decided=decided)
    mase, bias = float(made.mase[place]), float(made.bias[place])
    why = {
        "kind": str(made.choice.kinds[place]),
        "methods": sorted(set(made.methods_of(place))),
        "mase": None if np.isnan(mase) else round(mase, 3),
        "bias_week": None if np.isnan(bias) else round(bias, 3),
        "deviation_day": round(demand.deviation, 3),
        "service_level_bp": rule.service_level_bp,
        "review_days": rule.review_days,
        "lead_spread": round(lead_spread, 2),
        "moq": offer.moq,
        "pack_size": offer.pack_size,
        "promotions": list(promotions),
        "decided": said_by(own),
        "computed": list(computed) if own else [],
    }
    return Plan(
        variant_id, need.quantity, offer, available, inbound, at, round(demand.daily, 4),
        None if need.days_cover is None else round(need.days_cover, 1), why,
    )  # fmt: skip


def _priced(plans: list[Plan], at: dt.datetime) -> list[Plan]:
    """Return the plans with the price of the quantity they order."""
    wanted = {plan.variant_id: plan.quantity for plan in plans if plan.quantity}
    priced = {
        (offer.variant_id, offer.supplier_id): offer for offer in offers(wanted, day=channels.house_day(at))
    }

    def with_price(plan: Plan) -> Offer:
        found = priced.get((plan.variant_id, plan.offer.supplier_id))
        return replace(plan.offer, amount=found.amount) if found else plan.offer

    return [replace(plan, offer=with_price(plan)) for plan in plans]
