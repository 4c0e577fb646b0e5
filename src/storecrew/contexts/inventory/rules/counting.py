"""Counting: what is counted how often, what a count means, and who must agree to it. Plain Python."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import NamedTuple

A, B, C = "A", "B", "C"
# The share of the value of movement that A and A with B make up, and how often each class is counted.
SHARES = ((A, 80), (B, 95))
EVERY = {A: dt.timedelta(days=30), B: dt.timedelta(days=90), C: dt.timedelta(days=180)}

# What a counter says next, and what the software does with it.
EQUAL, AGAIN, CONFIRMED, DISPUTED = "equal", "again", "confirmed", "disputed"


def abc(values: Mapping[int, int]) -> dict[int, str]:
    """Class articles by their value of movement (article: units moved times cost, minor units).

    The articles that make up the first 80 per cent are A, up to 95 per cent B, the rest C; the article that
    crosses a border belongs to the higher class. What did not move is C.
    """
    total = sum(value for value in values.values() if value > 0)
    found: dict[int, str] = {}
    seen = 0
    for article, value in sorted(values.items(), key=lambda item: (-item[1], item[0])):
        share = seen * 100
        found[article] = next((name for name, most in SHARES if value > 0 and share < most * total), C)
        seen += max(value, 0)
    return found


def is_due(name: str, counted_at: dt.datetime | None, at: dt.datetime) -> bool:
    """Tell whether an article of a class is to be counted; one that was never counted is."""
    return counted_at is None or counted_at + EVERY[name] <= at


def verdict(seen: int, counts: Iterable[int]) -> str:
    """Say what blind counts mean against what the software expected at the last one.

    A first count that differs is counted again; a second that agrees with the first is a difference to
    post; a third that agrees with neither is for somebody else to decide.
    """
    numbers = list(counts)
    if numbers[-1] == seen:
        return EQUAL
    if len(numbers) == 1:
        return AGAIN
    if numbers[-1] in numbers[:-1]:
        return CONFIRMED
    return AGAIN if len(numbers) == 2 else DISPUTED


class Limits(NamedTuple):
    """What may be posted without another person: at most these units' value and this share of the count.

    `amount` is in minor units of the currency in which articles are costed; an article without a cost is
    judged by `percent` alone.
    """

    amount: int
    percent: int


def needs_approval(seen: int, counted: int, unit_cost: int | None, limits: Limits) -> bool:
    """Tell whether a difference is too large to be posted by the counter."""
    apart = abs(counted - seen)
    if unit_cost is not None and apart * unit_cost > limits.amount:
        return True
    return apart * 100 > limits.percent * max(seen, 1)


class Accuracy(NamedTuple):
    """How right the records were: `exact` of `counted` bins, and 100 less the share of units apart."""

    counted: int
    exact: int
    units: int
    apart: int

    @property
    def bins_percent(self) -> int | None:
        """The share of bins whose number was right, in whole per cent; None without counts."""
        return self.exact * 100 // self.counted if self.counted else None

    @property
    def units_percent(self) -> int | None:
        """The share of units that were where the records said, in whole per cent; None without units."""
        return max(0, 100 - self.apart * 100 // self.units) if self.units else None


REASONS = ("miscount", "mispick", "misplaced", "damage", "theft", "receipt", "other")
"""Why the records were wrong, as people choose it."""
