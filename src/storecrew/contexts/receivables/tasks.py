"""Timed work of receivables; safe to run twice."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.receivables.operations import reminding
from storecrew.kernel import schedule


@schedule.every(seconds=3600, name="receivables.remind")
def remind(at: dt.datetime) -> None:
    """Send the reminders that are due."""
    reminding.remind_due(at=at)
