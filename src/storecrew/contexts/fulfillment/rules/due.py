"""By when a location should have handed an order over."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

LEAVES = dt.time(18)


def hand_over_by(day: dt.date, timezone: str) -> dt.datetime:
    """Return the evening of the day on which an order has to leave, in UTC."""
    return dt.datetime.combine(day, LEAVES, ZoneInfo(timezone)).astimezone(dt.UTC)
