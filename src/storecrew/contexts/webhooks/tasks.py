"""Timed work of webhooks; safe to run twice."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.webhooks.operations import delivering, forgetting
from storecrew.kernel import schedule


@schedule.every(seconds=5, name="webhooks.deliver")
def deliver(at: dt.datetime) -> int:
    """Send what is due."""
    return delivering.deliver_due(at=at)


@schedule.every(seconds=3600, name="webhooks.forget")
def forget(at: dt.datetime) -> int:
    """Delete deliveries that are older than their time."""
    return forgetting.forget_old(at=at)
