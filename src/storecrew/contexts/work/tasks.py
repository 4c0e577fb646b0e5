"""Timed work of tasks; safe to run twice."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.work import operations
from storecrew.kernel import schedule


@schedule.every(seconds=60, name="work.escalate_overdue")
def escalate_overdue(at: dt.datetime) -> None:
    """Tell the leads of tasks that were not done in time."""
    operations.escalate_overdue(at=at)


@schedule.every(seconds=3600, name="work.forget_undos")
def forget_undos(at: dt.datetime) -> None:
    """Drop what can no longer be undone."""
    operations.forget_undos(at=at)
