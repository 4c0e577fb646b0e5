"""How many days the queue of a warehouse lengthens a promise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from storecrew.contexts.shipping.rules.calendar import DAY, Calendar

# Beyond this the queue is not a delay but a problem that people decide about.
LONGEST = 10


def extra_days(
    queue_minutes: int,
    minutes: Mapping[dt.date, int],
    *,
    first: dt.date,
    calendar: Calendar,
    usual_minutes: int,
) -> int:
    """Return how many working days later than now a new order leaves, because others are before it.

    ``minutes`` are the rostered minutes left of each day from ``first`` on. A later day without a roster
    counts with ``usual_minutes``, so that a plan that does not reach far enough does not look like an empty
    warehouse; with no roster and no usual day nothing is known and nothing is added.
    """
    if queue_minutes <= 0 or (not usual_minutes and not any(minutes.values())):
        return 0
    day, left = calendar.on_or_after(first), queue_minutes
    for later in range(LONGEST + 1):
        left -= minutes.get(day, 0 if day == first else usual_minutes)
        if left <= 0:
            return later
        day = calendar.on_or_after(day + DAY)
    return LONGEST


def rate_per_hour(units: int, minutes: int, *, otherwise: int, least_units: int = 50) -> int:
    """Return units an hour from what was done, or ``otherwise`` while too little was."""
    if units < least_units or minutes < 60:
        return otherwise
    return max(units * 60 // minutes, 1)


def minutes_for(units: int, per_hour: int) -> int:
    """Return how many minutes of one person so many units take."""
    return -(-units * 60 // per_hour)
