"""Planned promotions: what they add is taken out of the past before forecasting and put on afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from storecrew.contexts.purchasing.rules.forecasting.simple import Table

LARGEST = 20.0


def without_promotions(history: Table, factors: Mapping[tuple[int, int], float]) -> Table:
    """Return the demand as it would have been: `factors` maps (article, period) to what it was multiplied by.

    ValueError for a factor that is not above 0 or above 20.
    """
    return _times(history, {place: 1 / _checked(factor) for place, factor in factors.items()})


def with_promotions(expected: Table, factors: Mapping[tuple[int, int], float]) -> Table:
    """Return the forecast with planned promotions: `factors` maps (article, period ahead from 0)."""
    return _times(expected, {place: _checked(factor) for place, factor in factors.items()})


def week_factor(monday: dt.date, starts_on: dt.date, ends_on: dt.date, factor: float) -> float:
    """Return what a promotion multiplies the seven days from one day on by: its share of the days counts."""
    first = max(monday, starts_on)
    last = min(monday + dt.timedelta(days=6), ends_on)
    days = max((last - first).days + 1, 0)
    return 1 + (_checked(factor) - 1) * days / 7


def _checked(factor: float) -> float:
    if not 0 < factor <= LARGEST:
        raise ValueError(f"{factor} is not a factor of a promotion")
    return factor


def _times(table: Table, factors: Mapping[tuple[int, int], float]) -> Table:
    result = table.copy()
    for place, factor in factors.items():
        result[place] *= factor
    return result
