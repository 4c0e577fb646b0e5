"""What happened to money, for other contexts."""

from __future__ import annotations

from dataclasses import dataclass

from storecrew.kernel.outbox import Event


@dataclass(frozen=True)
class PaymentSettled(Event):
    """Money of an order is held or taken. ``late`` when it came after the payment had failed."""

    payment_id: int
    order_id: int
    gateway: str
    amount: int
    currency: str
    late: bool = False


@dataclass(frozen=True)
class MoneyTaken(Event):
    """Money of an order that was only held is taken now."""

    payment_id: int
    order_id: int
    amount: int
    currency: str


@dataclass(frozen=True)
class PaymentFailed(Event):
    """A payment ended without money. ``code`` is stable, such as ``card_declined`` or ``expired``."""

    payment_id: int
    order_id: int
    gateway: str
    code: str


@dataclass(frozen=True)
class RefundSettled(Event):
    """Money went back. ``key`` is the one the refund was asked with."""

    payment_id: int
    order_id: int
    key: str
    amount: int
    currency: str


@dataclass(frozen=True)
class OwedLowered(Event):
    """A refund lowered what is owed of an invoice on account; no money has moved for ``amount``."""

    payment_id: int
    order_id: int
    amount: int
    currency: str


@dataclass(frozen=True)
class RefundFailed(Event):
    """A refund that was asked for did not happen, and its amount can be refunded again."""

    payment_id: int
    order_id: int
    key: str
    amount: int
    currency: str
    code: str


@dataclass(frozen=True)
class RefundSent(Event):
    """A person has sent a refund by hand. ``amount`` is what was sent, ``sent_on`` a day as YYYY-MM-DD."""

    hand_refund_id: int
    payment_id: int
    order_id: int
    amount: int
    currency: str
    sent_on: str


@dataclass(frozen=True)
class RefundNotSent(Event):
    """A refund by hand could not be sent, for the ``tries``-th time.

    ``then`` is ``again``, ``ask`` or ``end``.
    """

    hand_refund_id: int
    payment_id: int
    order_id: int
    amount: int
    currency: str
    tries: int
    then: str


@dataclass(frozen=True)
class ChargedBack(Event):
    """The customer's bank took the money back."""

    payment_id: int
    order_id: int
    amount: int
    currency: str


@dataclass(frozen=True)
class ChargeBackReturned(Event):
    """The bank gave back money that it had taken back, since we won the dispute."""

    payment_id: int
    order_id: int
    amount: int
    currency: str
