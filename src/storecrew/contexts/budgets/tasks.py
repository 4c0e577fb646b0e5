"""Timed work of budgets; safe to run twice."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.budgets.operations.watching import watch_budgets
from storecrew.kernel import schedule


@schedule.every(seconds=3_600, name="budgets.watch")
def watch(at: dt.datetime) -> None:
    """Tell of lines that are or will be overdrawn."""
    watch_budgets(at=at)
