"""What a file of orders tells: sales, cancellations and corrections of stock, in the order of time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple
from zoneinfo import ZoneInfo


class SoldLine(NamedTuple):
    """Units of one article; ``price`` is what one unit costs, in minor units."""

    sku: str
    title: str
    quantity: int
    price: int


@dataclass(frozen=True, slots=True)
class Sale:
    """One order. What the file says about its delivery is None when it says nothing."""

    number: str
    at: dt.datetime
    customer: str
    lines: tuple[SoldLine, ...]
    canceled_at: dt.datetime | None = None
    shipped_at: dt.datetime | None = None
    delivered_at: dt.datetime | None = None
    promised_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """Goods that a customer gives back, or a sale that is taken back; quantities are positive."""

    number: str
    at: dt.datetime
    customer: str
    lines: tuple[SoldLine, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """Units found or lost, with the reason that the file gives; ``delta`` is signed."""

    at: dt.datetime
    sku: str
    delta: int
    reason: str


Happening = Sale | Taken | Correction


@dataclass
class History:
    """A file as happenings, what it left out, and the money and clock that it uses."""

    currency: str
    timezone: str
    happenings: Sequence[Happening]
    skipped: dict[str, int] = field(default_factory=dict)

    def part(
        self,
        *,
        since: dt.date | None = None,
        until: dt.date | None = None,
        limit: int | None = None,
    ) -> History:
        """Return what happened from one day to another, both included, and of it the first so many."""
        zone = ZoneInfo(self.timezone)
        chosen = [
            happening
            for happening in self.happenings
            if (since or dt.date.min) <= happening.at.astimezone(zone).date() <= (until or dt.date.max)
        ]
        return replace(self, happenings=chosen[:limit])

    def promised_days(self) -> int | None:
        """Return after how many weekdays this shop used to promise its parcels, the middle one of all."""
        days = sorted(
            _weekdays(happening.at, happening.promised_at)
            for happening in self.happenings
            if isinstance(happening, Sale) and happening.promised_at is not None
        )
        return days[len(days) // 2] if days else None

    def articles(self) -> dict[str, str]:
        """Return the title of every article that is sold or given back, by SKU."""
        found: dict[str, str] = {}
        for line in self.lines():
            if line.title or line.sku not in found:
                found[line.sku] = line.title or found.get(line.sku, "")
        return found

    def lines(self) -> Iterable[SoldLine]:
        """Return the lines of all sales and returns."""
        for happening in self.happenings:
            if not isinstance(happening, Correction):
                yield from happening.lines


def _weekdays(since: dt.datetime, until: dt.datetime) -> int:
    """Count the days from Monday to Friday after one day and up to another."""
    days = (since.date() + dt.timedelta(days=number + 1) for number in range((until - since).days))
    return sum(day.isoweekday() < 6 for day in days)


class UnreadableHistory(ValueError):
    """The file is not of its format; the text says what was expected."""
