"""Promotions and the forecast: what past ones added is taken out, what coming ones plan is put on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.purchasing.rules.forecasting.simple import Table
from storecrew.contexts.purchasing.rules.forecasting.uplift import (
    measured_factor,
    week_factor,
    without_promotions,
)

WEEK = dt.timedelta(days=7)
SHARE_DAYS = 28
Demand = Mapping[tuple[int, int], Mapping[dt.date, int]]


class Ahead(NamedTuple):
    """Units a day that promotions plan at a location, by (place of the variant, week): days and units.

    ``names`` says which promotions they are, by variant.
    """

    planned: Mapping[tuple[int, int], Sequence[tuple[int, float]]]
    names: Mapping[int, tuple[str, ...]]


def usual(
    history: Table,
    variant_ids: Sequence[int],
    demand: Demand,
    sales: Sequence[inventory.PlannedSale],
    *,
    location_id: int,
    begin: dt.date,
) -> Table:
    """Return the weeks before ``begin`` without what promotions added, as measured at the location.

    A promotion is worth what was sold a day in its days against the four weeks before it. Weeks of promotions
    that overlap are divided by the larger factor alone: what was sold holds both.
    """
    factors: dict[tuple[int, int], float] = {}
    places = {variant_id: place for place, variant_id in enumerate(variant_ids)}
    weeks = history.shape[1]
    for each in sales:
        if each.variant_id not in places or each.starts_on >= begin:
            continue
        last = min(each.ends_on, begin - dt.timedelta(days=1))
        days = demand.get((each.variant_id, location_id), {})
        lift = measured_factor(days, each.starts_on, last, before=SHARE_DAYS)
        for week in range(weeks):
            factor = week_factor(begin - (weeks - week) * WEEK, each.starts_on, last, lift)
            if factor > 1:
                spot = (places[each.variant_id], week)
                factors[spot] = max(factors.get(spot, 1.0), factor)
    return without_promotions(history, factors)


def ahead(
    variant_ids: Sequence[int],
    sales: Sequence[inventory.PlannedSale],
    shares: Mapping[int, float],
    *,
    begin: dt.date,
    weeks: int,
) -> Ahead:
    """Return what running and coming promotions plan for each week from ``begin`` on, at one location.

    ``shares`` is the part of a variant's sales, 0 to 1, that the location sends.
    """
    planned: dict[tuple[int, int], list[tuple[int, float]]] = {}
    names: dict[int, tuple[str, ...]] = {}
    places = {variant_id: place for place, variant_id in enumerate(variant_ids)}
    for each in sales:
        share = shares.get(each.variant_id, 0.0)
        if each.variant_id not in places or each.over or not share:
            continue
        for week in range(weeks):
            monday = begin + week * WEEK
            first, last = max(monday, each.starts_on), min(monday + dt.timedelta(days=6), each.ends_on)
            days = (last - first).days + 1
            if days > 0:
                planned.setdefault((places[each.variant_id], week), []).append(
                    (days, each.units * share / each.days)
                )
                if each.name not in names.get(each.variant_id, ()):
                    names[each.variant_id] = (*names.get(each.variant_id, ()), each.name)
    return Ahead(planned, names)


def shares(
    sales: Sequence[inventory.PlannedSale], location_id: int, *, today: dt.date, timezone: str
) -> dict[int, float]:
    """Return which part of the sales of each variant with a plan a location sends, by the last four weeks.

    One that nobody bought lately is shared evenly by the locations where it is kept.
    """
    wanted: Collection[int] = sorted({each.variant_id for each in sales if not each.over})
    if not wanted:
        return {}
    since = today - dt.timedelta(days=SHARE_DAYS)
    sold: dict[int, dict[int, int]] = {}
    for (variant_id, place), days in inventory.daily_demand(
        wanted, since=since, until=today, timezone=timezone
    ).items():
        sold.setdefault(variant_id, {})[place] = max(sum(days.values()), 0)
    kept: dict[int, set[int]] = {}
    for level in inventory.levels(wanted):
        kept.setdefault(level.variant_id, set()).add(level.location_id)
    found = {}
    for variant_id in wanted:
        total = sum(sold.get(variant_id, {}).values())
        if total:
            found[variant_id] = sold[variant_id].get(location_id, 0) / total
        elif location_id in kept.get(variant_id, ()):
            found[variant_id] = 1 / len(kept[variant_id])
    return found
