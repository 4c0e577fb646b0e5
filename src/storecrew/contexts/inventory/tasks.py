"""Timed work of the inventory context."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.inventory.operations import planning, reservations, settling
from storecrew.kernel import schedule
from storecrew.kernel.actor import system_actor


@schedule.every(seconds=30, name="inventory.expire_reservations")
def expire_reservations(at: dt.datetime) -> None:
    """Give back what checkouts held too long."""
    reservations.expire_reservations(at)


@schedule.every(seconds=3600, name="inventory.plan_counts")
def plan_counts(at: dt.datetime) -> None:
    """Put what is due by the plan on the list to count; a day's worth at most, however often it runs."""
    planning.plan_counts(actor=system_actor("inventory.count_plan"), at=at)


@schedule.every(seconds=3600, name="inventory.close_complete_receipts")
def close_complete_receipts(at: dt.datetime) -> None:
    """Close the receipts of which everything came, once the dock has been quiet for half a day."""
    settling.close_complete(actor=system_actor("inventory.close_complete_receipts"), at=at)
