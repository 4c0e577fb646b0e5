"""Timed work of loyalty; safe to run twice."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.loyalty.operations import earning, expiring, selling, tiers
from storecrew.kernel import schedule


@schedule.every(seconds=3_600, name="loyalty.expire")
def expire(at: dt.datetime) -> None:
    """Take out points and vouchers whose time is over."""
    expiring.expire_due(at)


@schedule.every(seconds=3_600, name="loyalty.confirm")
def confirm(at: dt.datetime) -> None:
    """Let points count whose return window is over."""
    earning.confirm_due(at)


@schedule.every(seconds=86_400, name="loyalty.review_tiers")
def review_tiers(at: dt.datetime) -> None:
    """Move members whose spend has grown old to the tier that it reaches now."""
    tiers.review_all(at)


@schedule.every(seconds=60, name="loyalty.deliver")
def deliver(at: dt.datetime) -> None:
    """Mail the gift vouchers whose day has come."""
    selling.deliver_due(at)
