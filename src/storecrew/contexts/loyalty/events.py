"""What happened to points and vouchers, for other contexts."""

from __future__ import annotations

from dataclasses import dataclass

from storecrew.kernel.outbox import Event


@dataclass(frozen=True)
class MemberJoined(Event):
    """A customer joined the program."""

    customer_id: int
    program: str


@dataclass(frozen=True)
class TierChanged(Event):
    """A member reached another tier; codes are "" for none."""

    customer_id: int
    before: str
    after: str


@dataclass(frozen=True)
class PointsExpired(Event):
    """Points of a member ran out of time."""

    customer_id: int
    units: int


@dataclass(frozen=True)
class VoucherIssued(Event):
    """A gift voucher is owed from now on. ``origin`` is a word of ``Voucher.Origin``."""

    voucher_id: int
    origin: str
    amount: int
    currency: str
