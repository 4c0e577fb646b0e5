"""Timed work of people; safe to run twice."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.people.operations import forget_devices
from storecrew.kernel import schedule


@schedule.every(seconds=86_400, name="people.forget_devices")
def forget(at: dt.datetime) -> None:
    """Delete what is known of browsers whose session ended."""
    forget_devices(at)
