"""Timed work of the inventory context."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.inventory.operations import reservations
from storecrew.kernel import schedule


@schedule.every(seconds=30, name="inventory.expire_reservations")
def expire_reservations(at: dt.datetime) -> None:
    """Give back what checkouts held too long."""
    reservations.expire_reservations(at)
