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


@schedule.every(seconds=60, name="work.expire_acceptances")
def expire_acceptances(at: dt.datetime) -> None:
    """Open conflicts again whose acceptance is over."""
    operations.expire_acceptances(at=at)


@schedule.every(seconds=600, name="work.refresh_conflicts")
def refresh_conflicts(at: dt.datetime) -> None:
    """Ask every rule about what lies ahead: facts outside the calendar move without a date moving."""
    operations.refresh_conflicts(at=at)


@schedule.every(seconds=60, name="work.send_files")
def send_files(at: dt.datetime) -> None:
    """Send lists as files whose time has come."""
    operations.send_due_files(at=at)


@schedule.every(seconds=3600, name="work.forget_files")
def forget_files(at: dt.datetime) -> None:
    """Delete files that were sent long enough ago."""
    operations.forget_old_files(at=at)
