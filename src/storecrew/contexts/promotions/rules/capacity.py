"""Are there enough people for what a promotion brings (5.5)? Plain arithmetic over what is known now."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any, NamedTuple

MINUTES_A_CONTACT = 6
"""What one contact takes until a help desk measures it."""
FIRST_ERROR = 0.25
"""By how much a forecast may be off before three of them were compared with what happened."""
WEEK = 7
MOST_DAYS = 28


class Rates(NamedTuple):
    """What orders of the past were like: sums of ``days`` days. ``parcels`` None: nobody counts them."""

    days: int
    orders: int
    units: int
    parcels: int | None
    contacts: Mapping[str, int]

    @property
    def units_per_order(self) -> float:
        """Return units an order, 1.0 before there were orders."""
        return max(1.0, self.units / self.orders) if self.orders else 1.0

    @property
    def parcels_per_order(self) -> float:
        """Return parcels an order, 1.0 before any left."""
        return self.parcels / self.orders if self.orders and self.parcels else 1.0

    @property
    def contacts_per_hundred(self) -> float:
        """Return contacts per 100 orders."""
        return 100 * sum(self.contacts.values()) / self.orders if self.orders else 0.0


class Past(NamedTuple):
    """How far off earlier forecasts were: what happened over what was expected, and the usual error."""

    compared: int
    bias: float
    error: float


class Crew(NamedTuple):
    """People of a kind: minutes by day that are on the roster, the last day it is made for, a usual day."""

    minutes: Mapping[dt.date, int]
    planned_until: dt.date | None
    usual: int

    def of(self, day: dt.date) -> int | None:
        """Return the minutes of a day; None when nobody knows."""
        if self.planned_until is not None and day <= self.planned_until:
            return self.minutes.get(day, 0)
        return self.usual or None


class Amount(NamedTuple):
    """A forecast with how far off it may be, nine times in ten."""

    expected: float
    least: float
    most: float

    def as_json(self) -> list[int]:
        """Return whole numbers, the way people read them."""
        return [round(self.expected), math.floor(self.least), math.ceil(self.most)]


def amount(mean: float, error: float) -> Amount:
    """Return a count with its range: chance of its own, and how wrong forecasts usually are."""
    spread = math.sqrt((1.645 * math.sqrt(max(mean, 0.0))) ** 2 + (error * mean) ** 2)
    return Amount(mean, max(0.0, mean - spread), mean + spread)


def learn(ratios: Sequence[float]) -> Past:
    """Return what is learned from past forecasts, each as what happened over what was expected."""
    if len(ratios) < 3:
        return Past(len(ratios), 1.0, FIRST_ERROR)
    bias = max(0.2, median(ratios))
    return Past(len(ratios), bias, max(0.05, median(abs(each / bias - 1) for each in ratios) * 1.5))


def ratio(found: Sequence[Mapping[str, Any]], bias: float, came: int) -> float | None:
    """Return orders that came over those expected; None when none were.

    The ``bias`` that was used then is part of what was expected, so it is taken out again.
    """
    expected = sum(week["orders"][0] for week in found) / bias
    return came / expected if expected else None


def expected_units(usual: float, own: float, planned: float) -> float:
    """Return units a day: what is usual, plus what is planned above the usual of the planned articles."""
    return usual + max(0.0, planned - own)


def weeks(
    days: Sequence[dt.date],
    *,
    units_a_day: float,
    rates: Rates,
    past: Past,
    units_an_hour: int,
    pack: Crew,
    serve: Crew,
) -> list[dict[str, Any]]:
    """Return each week of a promotion: orders, parcels and contacts with ranges, and people for them.

    People are compared a week at a time, since what comes on a Sunday is packed on Monday. ``pack_minutes``
    and ``serve_minutes`` are None where no roster says anything.
    """
    found = []
    for start in range(0, len(days), WEEK):
        part = days[start : start + WEEK]
        units = units_a_day * past.bias * len(part)
        orders = units / rates.units_per_order
        contacts = orders * rates.contacts_per_hundred / 100
        found.append(
            {
                "from": part[0].isoformat(),
                "days": len(part),
                "units": amount(units, past.error).as_json(),
                "orders": amount(orders, past.error).as_json(),
                "parcels": amount(orders * rates.parcels_per_order, past.error).as_json(),
                "contacts": amount(contacts, past.error).as_json(),
                "pack_needed": _minutes(amount(units, past.error), 60 / units_an_hour),
                "pack_minutes": _sum(pack, part),
                "serve_needed": _minutes(amount(contacts, past.error), MINUTES_A_CONTACT),
                "serve_minutes": _sum(serve, part),
            }
        )
    return found


def short_weeks(found: Sequence[Mapping[str, Any]], team: str) -> list[dict[str, Any]]:
    """Return the weeks in which a team ("pack", "serve") may be too few, with the minutes that are missing.

    ``sure`` says that it is too few for what is expected, not only for the most that may come.
    """
    short = []
    for week in found:
        there, (expected, _least, most) = week[f"{team}_minutes"], week[f"{team}_needed"]
        if there is not None and most > there:
            short.append(
                {
                    "from": week["from"],
                    "needed": expected,
                    "most": most,
                    "there": there,
                    "missing": max(0, expected - there),
                    "sure": expected > there,
                }
            )
    return short


def _minutes(count: Amount, each: float) -> list[int]:
    return [math.ceil(count.expected * each), math.floor(count.least * each), math.ceil(count.most * each)]


def _sum(crew: Crew, days: Sequence[dt.date]) -> int | None:
    known = [crew.of(day) for day in days]
    return None if all(each is None for each in known) else sum(each or 0 for each in known)
