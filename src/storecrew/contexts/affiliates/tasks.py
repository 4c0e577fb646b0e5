"""Timed work of affiliates; safe to run twice."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.affiliates.operations import booking
from storecrew.kernel import schedule


@schedule.every(seconds=3600, name="affiliates.release")
def release(at: dt.datetime) -> None:
    """Make due what was on hold long enough."""
    booking.release_due(at)
