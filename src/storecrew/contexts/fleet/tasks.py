"""Timed work of the fleet; safe to run twice."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.fleet import operations
from storecrew.kernel import schedule


@schedule.every(seconds=21_600, name="fleet.remind_of_checks")
def remind_of_checks(at: dt.datetime) -> None:
    """Open tasks for inspections and licences before they are due."""
    operations.remind_of_checks(at=at)
