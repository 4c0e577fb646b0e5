"""Timed work of receivables; safe to run twice."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.receivables.operations import alerting, reminding
from storecrew.kernel import schedule


@schedule.every(seconds=3600, name="receivables.remind")
def remind(at: dt.datetime) -> None:
    """Send the reminders that are due."""
    reminding.remind_due(at=at)


@schedule.every(seconds=3600, name="receivables.alert_late")
def alert_late(at: dt.datetime) -> None:
    """Tell those who grant credit of invoices that have been late for long."""
    alerting.alert_late(at=at)
