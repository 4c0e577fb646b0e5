"""Planned promotions as factors of weeks, for the past that is forecast from and the weeks ahead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from storecrew.contexts.purchasing.planned import uplifts
from storecrew.contexts.purchasing.rules.forecasting.uplift import LARGEST, week_factor

Factors = dict[tuple[int, int], float]
WEEK = dt.timedelta(days=7)


class Ahead(NamedTuple):
    """What promotions multiply the weeks ahead by, and their names by variant."""

    factors: Factors
    names: Mapping[int, tuple[str, ...]]


def factors(variant_ids: Sequence[int], *, begin: dt.date, back: int, ahead: int) -> tuple[Factors, Ahead]:
    """Return factors by (place of the variant, week): ``back`` weeks before a day and ``ahead`` from it on.

    Promotions that overlap multiply each other, up to the largest factor that anybody may plan.
    """
    past: Factors = {}
    coming: Factors = {}
    names: dict[int, tuple[str, ...]] = {}
    places = {variant_id: place for place, variant_id in enumerate(variant_ids)}
    for each in uplifts(variant_ids, begin - back * WEEK, begin + ahead * WEEK):
        if each.variant_id not in places:
            continue
        for week in range(-back, ahead):
            factor = week_factor(begin + week * WEEK, each.starts_on, each.ends_on, each.factor)
            if factor == 1:
                continue
            where, key = (past, week + back) if week < 0 else (coming, week)
            spot = (places[each.variant_id], key)
            where[spot] = min(where.get(spot, 1.0) * factor, LARGEST)
            if week >= 0 and each.name not in names.get(each.variant_id, ()):
                names[each.variant_id] = (*names.get(each.variant_id, ()), each.name)
    return past, Ahead(coming, names)
