"""Promotions: what they added is taken out of the past before forecasting, what they plan is put on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from storecrew.contexts.purchasing.rules.forecasting.simple import Table

LARGEST = 20.0


def without_promotions(history: Table, factors: Mapping[tuple[int, int], float]) -> Table:
    """Return the demand as it would have been: `factors` maps (article, period) to what it was multiplied by.

    ValueError for a factor that is not above 0 or above 20.
    """
    return _times(history, {place: 1 / _checked(factor) for place, factor in factors.items()})


def with_planned(expected: Table, planned: Mapping[tuple[int, int], Sequence[tuple[int, float]]]) -> Table:
    """Return the forecast by week with plans: `planned` maps (article, week ahead) to (days, units a day).

    On the days of a plan its units count instead of the usual ones, never fewer than those; each plan of
    several adds what it has above the usual.
    """
    result = expected.copy()
    for place, plans in planned.items():
        daily = float(expected[place]) / 7
        result[place] += sum(days * max(units - daily, 0.0) for days, units in plans)
    return result


def measured_factor(
    sold: Mapping[dt.date, int], starts_on: dt.date, ends_on: dt.date, *, before: int
) -> float:
    """Return what a past promotion multiplied demand by: units a day in its days against the days before.

    `sold` maps days to units. 1 where nothing was sold before, or fewer units than usual after; at most 20.
    """
    days = (ends_on - starts_on).days + 1
    earlier = sum(sold.get(starts_on - dt.timedelta(days=back), 0) for back in range(1, before + 1))
    if days < 1 or earlier <= 0:
        return 1.0
    within = sum(sold.get(starts_on + dt.timedelta(days=day), 0) for day in range(days))
    return min(max((within / days) / (earlier / before), 1.0), LARGEST)


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
