"""By when a location should have handed an order over."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

CUTOFF = dt.time(14)
LEAVES = dt.time(18)
WORKDAYS = (0, 1, 2, 3, 4)


def hand_over_by(placed_at: dt.datetime, timezone: str) -> dt.datetime:
    """Return the evening of the working day on which an order has to leave, in UTC.

    What is placed before the cut-off of a working day leaves on that day, anything later on the next.
    """
    zone = ZoneInfo(timezone)
    local = placed_at.astimezone(zone)
    day = local.date()
    if local.time() >= CUTOFF:
        day += dt.timedelta(days=1)
    while day.weekday() not in WORKDAYS:
        day += dt.timedelta(days=1)
    return dt.datetime.combine(day, LEAVES, zone).astimezone(dt.UTC)
