"""Timed work of loyalty; safe to run twice."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.loyalty.operations import expiring
from storecrew.kernel import schedule


@schedule.every(seconds=3_600, name="loyalty.expire")
def expire(at: dt.datetime) -> None:
    """Take out points and vouchers whose time is over."""
    expiring.expire_due(at)
