"""When a parcel arrives: cut-off, handling and transit in working days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import NamedTuple

WEEKDAYS = frozenset(range(1, 6))
DAY = dt.timedelta(days=1)
CUTOFF = dt.time(14)
"""Until when an order counts for its day where its method has no cut-off of its own."""
LATE_MONEY = dt.timedelta(hours=1)
"""An order whose money comes later than this after it was placed counts from the money."""
# A calendar in which nothing moves for a year is a mistake of data, not a reason to search for ever.
LONGEST_REST = 366


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days on which parcels are handled and move: ISO weekdays without the holidays."""

    working_days: Collection[int] = field(default=WEEKDAYS)
    holidays: Collection[dt.date] = ()

    def works(self, day: dt.date) -> bool:
        """Say whether parcels move on a day."""
        return day.isoweekday() in (self.working_days or WEEKDAYS) and day not in self.holidays

    def on_or_after(self, day: dt.date) -> dt.date:
        """Return the first working day from ``day`` on."""
        for _ in range(LONGEST_REST):
            if self.works(day):
                return day
            day += DAY
        return day

    def add(self, day: dt.date, working_days: int) -> dt.date:
        """Return the working day that lies so many working days after ``day``."""
        day = self.on_or_after(day)
        for _ in range(working_days):
            day = self.on_or_after(day + DAY)
        return day

    def arrival(self, leaves: dt.date, transit_days: int) -> dt.date:
        """Return the day on which a parcel is there that leaves on a day, be that a day of rest there or
        not.
        """
        for _ in range(transit_days):
            leaves = self.on_or_after(leaves + DAY)
        return self.on_or_after(leaves)


class Window(NamedTuple):
    """The first and the last day on which the parcel may arrive."""

    earliest: dt.date
    latest: dt.date


def counts_from(placed_at: dt.datetime, paid_at: dt.datetime | None) -> dt.datetime:
    """Return the instant from which the days of an order are counted.

    That is when it was placed, as the checkout said; an order that waited for its money counts from then.
    """
    return paid_at if paid_at is not None and paid_at - placed_at > LATE_MONEY else placed_at


def departure(
    local: dt.datetime,
    *,
    cutoff: dt.time | None,
    handling_days: int,
    handling: Calendar,
    queue_days: int = 0,
) -> dt.date:
    """Return the day on which an order of this local wall time leaves: what customers are told and what the
    warehouse works by.

    An order at or after the cut-off counts for the next working day; then come the handling days in the
    calendar of the place. ``queue_days`` are the working days from this one on until the orders before it
    are done: an evening's order waits for the next day anyway, so that the two are not added up.
    """
    day = local.date() + (DAY if local.time() >= (cutoff or CUTOFF) else dt.timedelta())
    return handling.add(max(day, handling.add(local.date(), queue_days)), handling_days)


def delivery_window(leaves: dt.date, *, calendar: Calendar, min_days: int, max_days: int) -> Window:
    """Return when an order arrives that leaves on a day, by the transit days of its way."""
    return Window(calendar.arrival(leaves, min_days), calendar.arrival(leaves, max_days))


def leaves_by(
    latest: dt.date, *, calendar: Calendar, max_days: int, handling: Calendar | None = None
) -> dt.date:
    """Return the last working day on which a parcel can leave and still arrive by ``latest``."""
    day = latest
    for _ in range(LONGEST_REST):
        if (handling or calendar).works(day) and calendar.arrival(day, max_days) <= latest:
            return day
        day -= DAY
    return day
