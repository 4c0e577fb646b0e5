"""Timed work of the wishes context."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.wishes.operations import forgetting
from storecrew.kernel import schedule


@schedule.every(seconds=86_400, name="wishes.forget_lists")
def forget_lists(at: dt.datetime) -> None:
    """Delete lists of guests that nobody came back for."""
    forgetting.forget_lists(at=at)
