"""Timed work of purchasing; safe to run twice."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.purchasing.operations.replenishing import propose
from storecrew.kernel import schedule
from storecrew.kernel.actor import system_actor


@schedule.every(seconds=86_400, name="purchasing.propose_orders")
def propose_orders(at: dt.datetime) -> None:
    """Work out every night what each location should order."""
    propose(actor=system_actor("purchasing.replenishment"), at=at)
