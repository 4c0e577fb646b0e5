"""Days, weeks and months as the shop lives them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

Step = Literal["day", "week", "month"]
STEPS: tuple[Step, ...] = ("day", "week", "month")


class Period(NamedTuple):
    """The days [since, until)."""

    since: dt.date
    until: dt.date

    @property
    def days(self) -> int:
        """How many days."""
        return (self.until - self.since).days

    def before(self) -> Period:
        """Return the period of the same length that ends where this one begins."""
        return Period(self.since - (self.until - self.since), self.since)

    def year_before(self) -> Period:
        """Return the same weekdays a year ago."""
        year = dt.timedelta(days=364)
        return Period(self.since - year, self.until - year)


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def local(at: dt.datetime, tz: str) -> tuple[dt.date, int]:
    """Return the day and the hour of the wall clock; where clocks go back, an hour counts twice."""
    there = at.astimezone(_zone(tz))
    return there.date(), there.hour


def bucket(day: dt.date, step: Step) -> dt.date:
    """Return the first day of the day, week (from Monday) or month that a day lies in."""
    if step == "week":
        return day - dt.timedelta(days=day.weekday())
    return day.replace(day=1) if step == "month" else day


def buckets(period: Period, step: Step) -> Iterator[dt.date]:
    """Yield the first days of all buckets that a period touches."""
    at, last = bucket(period.since, step), None
    while at < period.until:
        if at != last:
            yield at
        last = at
        at = bucket(at + dt.timedelta(days={"day": 1, "week": 7, "month": 32}[step]), step)
