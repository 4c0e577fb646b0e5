"""Prices of suppliers, packs, states and limits of purchase orders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

DRAFT, WAITING, APPROVED, SENT = "draft", "waiting", "approved", "sent"
PARTLY_RECEIVED, RECEIVED, CLOSED, CANCELED = "partly_received", "received", "closed", "canceled"

ON_ORDER = (APPROVED, SENT, PARTLY_RECEIVED)
"""States whose missing units are on the way, for everybody to see and for nobody to sell."""
CANCELABLE = (DRAFT, WAITING, APPROVED, SENT)
RECEIVABLE = (SENT, PARTLY_RECEIVED)
CLOSABLE = (PARTLY_RECEIVED, RECEIVED)


class Step(NamedTuple):
    """A price from a quantity on, in minor units, for a window of days that includes its last."""

    from_quantity: int
    amount: int
    valid_from: dt.date
    valid_until: dt.date | None = None


def price_for(steps: Iterable[Step], quantity: int, day: dt.date) -> int | None:
    """Return the unit price of a quantity on a day, None when there is none.

    The highest step reached counts; of two windows of one step the one that began later.
    """
    valid = [
        step
        for step in steps
        if step.from_quantity <= quantity
        and step.valid_from <= day
        and (step.valid_until is None or day <= step.valid_until)
    ]
    best = max(valid, key=lambda step: (step.from_quantity, step.valid_from), default=None)
    return best.amount if best else None


def in_packs(needed: int, *, moq: int, pack_size: int) -> int:
    """Return the smallest quantity of whole packs that covers need and smallest order; 0 for no need."""
    if needed <= 0:
        return 0
    wanted = max(needed, moq)
    return -(-wanted // pack_size) * pack_size


class Received(NamedTuple):
    """A line of an order with what arrived of it."""

    quantity: int
    accepted: int
    damaged: int
    wrong: int

    @property
    def missing(self) -> int:
        """Return how many units are still to come: what is damaged or wrong did not come."""
        return max(self.quantity - self.accepted, 0)


def state_after(lines: Iterable[Received]) -> str:
    """Return the state of a sent order by what arrived."""
    rows = list(lines)
    if all(row.missing == 0 for row in rows):
        return RECEIVED
    if any(row.accepted or row.damaged or row.wrong for row in rows):
        return PARTLY_RECEIVED
    return SENT


def discrepancies(line: Received, *, final: bool) -> dict[str, int]:
    """Return what is not as ordered, by kind; too few counts only when nothing more will come."""
    found = {"over": line.accepted - line.quantity, "damaged": line.damaged, "wrong": line.wrong}
    if final:
        found["short"] = line.missing
    return {kind: quantity for kind, quantity in found.items() if quantity > 0}
