"""Timed work of marketing; safe to run twice."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.marketing.operations import running
from storecrew.kernel import schedule


@schedule.every(seconds=60, name="marketing.follow_the_clock")
def follow_the_clock(at: dt.datetime) -> None:
    """Start the campaigns that are due and end those that are over."""
    running.end_due(at)
    running.launch_due(at)
