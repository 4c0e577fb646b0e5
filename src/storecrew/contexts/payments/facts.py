"""Frozen values that cross the border of the payments context."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.functional import Promise

from storecrew.kernel.money import Money

OutcomeStatus = Literal["authorized", "declined", "action_required", "pending", "unknown"]
RefundStatus = Literal["refunded", "pending", "refused", "unknown"]


@dataclass(frozen=True, slots=True)
class GatewayFacts:
    """A way to pay that a channel offers.

    ``needs_token``: the shopper's browser brings a token of the gateway. ``confirms_at_placing``:
    the order is delivered although the money comes later (cash on delivery). ``origins``: where the
    gateway's own pages are.
    """

    code: str
    name: str | Promise
    description: str | Promise
    needs_token: bool
    confirms_at_placing: bool
    origins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PaymentFacts:
    """One payment of an order with the sums of its ledger."""

    id: int
    order_id: int
    gateway: str
    key: str
    reference: str
    status: str
    amount: Money
    authorized: Money
    captured: Money
    capturing: Money
    voiding: Money
    voided: Money
    refunded: Money
    refunding: Money
    charged_back: Money
    code: str
    message: str
    redirect_url: str
    created_at: dt.datetime
    return_due_at: dt.datetime | None
    on_account: bool = False
    # A hash of the card that paid, the same for all its payments at this gateway; "" when unknown.
    card: str = ""

    @property
    def owed(self) -> Money:
        """What the customer still has to pay of an invoice on account; nothing for any other way to pay."""
        if not self.on_account or self.status != "pending":
            return Money(0, self.amount.currency)
        return self.amount - self.captured

    @property
    def capturable(self) -> Money:
        """Held at the gateway and neither taken nor released."""
        return self.authorized - self.captured - self.capturing - self.voiding - self.voided

    @property
    def refundable(self) -> Money:
        """Taken and neither refunded, nor being refunded, nor taken back by the bank; and what is still owed,
        since a refund lowers that first.
        """
        left = self.captured - self.refunded - self.refunding - self.charged_back
        return (left if left.amount > 0 else Money(0, left.currency)) + self.owed


@dataclass(frozen=True, slots=True)
class PaymentOutcome:
    """What came of asking a gateway for money.

    ``authorized``: the money is held, or taken when ``captured_amount`` says so. ``declined``: not
    charged, the shopper may try again. ``action_required``: send the shopper to ``redirect_url``.
    ``pending``: the money comes later. ``unknown``: nobody knows yet; ``reconcile`` finds out.
    ``confirms_order``: the order may be confirmed now. ``card``: the gateway's name for the card that pays.
    """

    payment_id: int
    status: OutcomeStatus
    confirms_order: bool = False
    redirect_url: str = ""
    code: str = ""
    message: str = ""
    reference: str = ""
    card: str = ""
    authorized_amount: int = 0
    captured_amount: int = 0


@dataclass(frozen=True, slots=True)
class AwaitedTransfer:
    """What of an order has to come by bank transfer, and until when it is waited for."""

    amount: Money
    until: dt.datetime


@dataclass(frozen=True, slots=True)
class RefundResult:
    """What came of asking a gateway to return money; ``replayed`` when the key was used before."""

    payment_id: int
    key: str
    amount: Money
    status: RefundStatus
    code: str = ""
    message: str = ""
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class HandRefundFacts:
    """A refund that a person sends: ``amount`` has to be sent, and could not be ``tries`` times."""

    id: int
    payment_id: int
    order_id: int
    gateway: str
    key: str
    amount: Money
    reason: str
    state: str
    asked_at: dt.datetime
    asked_by: str
    tries: int
    problem: str
    sent_on: dt.date | None
    reference: str
    settled_at: dt.datetime | None
    settled_by: str

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to send it."""
        return self.settled_at is None


@dataclass(frozen=True, slots=True)
class PaymentEventFacts:
    """One line of the ledger, for the order record."""

    id: int
    payment_id: int
    gateway: str
    operation: str
    kind: str
    amount: Money
    key: str
    source: str
    code: str
    message: str
    reason: str
    actor_label: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class WebhookReceipt:
    """What became of a gateway's message: ``applied``, ``parked``, ``ignored`` or ``repeated``."""

    state: str
    payment_id: int | None = None


@dataclass(frozen=True, slots=True)
class LedgerDifference:
    """A sum beside the ledger that is not what the ledger says."""

    payment_id: int
    sums: Mapping[str, Any]
    ledger: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What we tell the bank about a disputed payment; a person has read each text before it leaves."""

    customer_name: str = ""
    customer_email: str = ""
    billing_address: str = ""
    shipping_address: str = ""
    goods: str = ""
    shipped_on: str = ""
    carrier: str = ""
    tracking_number: str = ""
    delivery: str = ""
    communication: str = ""
    terms: str = ""
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceFileFacts:
    """A file for the bank; ``kind`` says what it proves."""

    id: int
    dispute_id: int
    kind: str
    name: str
    mimetype: str
    size: int
    added_by: str
    added_at: dt.datetime


@dataclass(frozen=True, slots=True)
class DisputeFacts:
    """One dispute. ``evidence`` is what was sent, or None while nothing was."""

    id: int
    payment_id: int
    order_id: int
    gateway: str
    reference: str
    reason: str
    amount: Money
    fee: Money | None
    state: str
    inquiry: bool
    due_at: dt.datetime | None
    opened_at: dt.datetime
    answered_at: dt.datetime | None
    answered_by: str
    closed_at: dt.datetime | None
    evidence: Evidence | None

    @property
    def is_open(self) -> bool:
        """Whether the bank has not decided yet."""
        return self.closed_at is None


@dataclass(frozen=True, slots=True)
class PayoutImport:
    """What an import did: payouts that are new, those that were here, lines that agree and that do not."""

    new: int
    known: int
    agreed: int
    differences: int


@dataclass(frozen=True, slots=True)
class PayoutPreview:
    """What would become of a line: ``matched``, ``differs``, ``unknown``, or ``known`` when it is here."""

    payout: str
    line: str
    kind: str
    named: str
    amount: Money
    ours: Money | None
    state: str


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One movement of our balance there, in minor units of the statement's currency, signed.

    ``fee`` is what it cost, taken from ``amount`` (a returned one is negative). ``original_amount`` is not
    negative and in the payment's currency. ``named`` names the payment: the gateway's reference, our key or
    the order's number. ``hint`` is the key of our ledger line where the gateway knows it, or "".
    """

    reference: str
    kind: str
    amount: int
    fee: int
    original_amount: int
    original_currency: str
    named: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A payout with all its lines; ``amount`` is what arrived at the bank."""

    reference: str
    currency: str
    amount: int
    arrived_on: dt.date
    lines: tuple[StatementLine, ...]
