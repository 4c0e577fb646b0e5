"""Frozen values that cross the border of the receivables context."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from storecrew.kernel.money import Money


@dataclass(frozen=True, slots=True)
class CreditFacts:
    """What a customer may do on account in one currency at a moment.

    ``refusal`` is "" or why not: "on_hold", "ended" or "no_limit"; customers may read ``held_because``.
    """

    grant_id: int
    name: str
    terms_days: int
    limit: Money
    used: Money
    refusal: str = ""
    held_because: str = ""

    @property
    def left(self) -> Money:
        """What may still be ordered on account; never below zero."""
        return Money(max(self.limit.amount - self.used.amount, 0), self.limit.currency)


@dataclass(frozen=True, slots=True)
class GrantFacts:
    """One grant: limits and what of them is taken by currency, in minor units."""

    id: int
    name: str
    terms_days: int
    reason: str
    ends_on: dt.date | None
    held_at: dt.datetime | None
    held_because: str
    ended_at: dt.datetime | None
    granted_by: str
    created_at: dt.datetime
    version: int
    limits: Mapping[str, int]
    used: Mapping[str, int]
    customer_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PayToFacts:
    """Where customers pay to."""

    holder: str
    bank: str
    account: str
    bic: str


@dataclass(frozen=True, slots=True)
class ReminderFacts:
    """A reminder that was sent."""

    level: int
    owed: Money
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """Money that arrived for an item; ``left_over`` is what of it is neither used nor sent back."""

    id: int
    amount: Money
    surplus: Money
    left_over: Money
    reference: str
    received_on: dt.date
    note: str
    actor_label: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class InvoiceFacts:
    """The invoice of an order that was paid at once."""

    order_id: int
    number: str
    issued_at: dt.datetime


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """One invoice on account. ``state``: "open", "paid", "canceled"; ``hold``: "", "disputed", "held"."""

    id: int
    grant_id: int
    payment_id: int
    order_id: int
    number: str
    amount: Money
    paid: Money
    credited: Money
    owed: Money
    state: str
    issued_at: dt.datetime
    due_on: dt.date
    closed_at: dt.datetime | None
    hold: str
    hold_reason: str

    def days_late(self, today: dt.date) -> int:
        """Return how many days after its due day it is still open; 0 before."""
        return max((today - self.due_on).days, 0) if self.state == "open" else 0
