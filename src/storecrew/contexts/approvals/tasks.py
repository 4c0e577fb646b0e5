"""Timed work of approvals; safe to run twice."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.approvals.operations import deciding
from storecrew.kernel import schedule


@schedule.every(seconds=300, name="approvals.expire_due")
def expire_due(at: dt.datetime) -> None:
    """End the requests that nobody decided in time."""
    deciding.expire_due(at=at)


@schedule.every(seconds=60, name="approvals.finish_approved")
def finish_approved(at: dt.datetime) -> None:
    """Do what was approved and, after a crash, never done."""
    deciding.finish_approved(at=at)
