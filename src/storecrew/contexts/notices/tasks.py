"""Timed work of notices; safe to run twice."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.notices import operations
from storecrew.kernel import schedule


@schedule.every(seconds=60, name="notices.mail")
def mail(at: dt.datetime) -> int:
    """Queue the digests that are due."""
    return operations.queue_due(at=at)


@schedule.every(seconds=30, name="notices.chat")
def chat(at: dt.datetime) -> int:
    """Post into chats what is due."""
    return operations.post_due(at=at)


@schedule.every(seconds=86_400, name="notices.forget")
def forget(at: dt.datetime) -> int:
    """Forget what was told long ago."""
    return operations.forget_settled(at=at)
