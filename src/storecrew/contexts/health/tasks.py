"""Timed work of health."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.health.operations import vitals
from storecrew.kernel import schedule


@schedule.every(seconds=86_400, name="health.forget_old_vitals")
def forget_old_vitals(at: dt.datetime) -> None:
    """Drop counts that nobody compares with any more."""
    vitals.forget_old_vitals(at=at)
