"""Values that cross the border of loyalty."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise

from storecrew.kernel.money import Money


class Present(NamedTuple):
    """Whom a bought voucher is for; empty parts are the buyer's own, ``deliver_on`` None is at once."""

    name: str = ""
    email: str = ""
    sender: str = ""
    message: str = ""
    deliver_on: dt.date | None = None


class Bought(NamedTuple):
    """A voucher that an order bought: to whom it goes ("" is the buyer), on which day, and when it went."""

    email: str
    deliver_on: dt.date | None
    delivered_at: dt.datetime | None = None


class Wish(NamedTuple):
    """What somebody wants to pay with: ``kind`` as of an account. ``account_id`` for vouchers only.

    ``units`` is how many points at most; 0 means as many as help.
    """

    kind: str
    account_id: int | None = None
    units: int = 0


class Tender(NamedTuple):
    """What a voucher, credit or points pay of a total. ``units`` is what leaves the account.

    ``left`` is what stays there, in minor units or points. ``label`` has no code.
    """

    kind: str
    account_id: int
    amount: Money
    units: int
    left: int
    hint: str = ""

    @property
    def key(self) -> str:
        """What names the tender within a cart."""
        return f"{self.kind}-{self.account_id}"


class Purse(NamedTuple):
    """What a customer could pay with in one currency."""

    credit: Money
    points: int
    points_worth: Money
    least_points: int


@dataclass(frozen=True, slots=True)
class VoucherFacts:
    """A gift voucher. ``state`` is "active", "used", "expired" or "blocked"."""

    id: int
    account_id: int
    hint: str
    state: str
    face: Money
    left: Money
    origin: str
    expires_at: dt.datetime | None
    deliver_at: dt.datetime | None
    delivered_at: dt.datetime | None


class NewVoucher(NamedTuple):
    """A voucher that was just made; ``code`` is shown this once and kept nowhere."""

    id: int
    code: str
    amount: Money
    expires_at: dt.datetime | None


class LedgerLine(NamedTuple):
    """One line of somebody's ledger."""

    id: int
    kind: str
    label: str | Promise
    amount: int
    pending: int
    at: dt.datetime
    expires_at: dt.datetime | None
    order_id: int | None
    reason: str
    actor_label: str


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """A member and what they have. ``expiring`` points run out at ``expiring_at``.

    ``spend`` is what counts for tiers by currency; ``to_next`` is what is missing for ``next_tier``.
    """

    customer_id: int
    account_id: int
    program: str
    tier: str
    tier_name: str
    benefits: str
    joined_at: dt.datetime
    balance: int
    pending: int
    expiring: int
    expiring_at: dt.datetime | None
    next_tier: str = ""
    to_next: Money | None = None


class ProgramOffer(NamedTuple):
    """What the program offers in a currency: the spend per point and what a point pays, where it does."""

    name: str
    per: Money | None
    worth: Money | None


class LiabilityRow(NamedTuple):
    """What we owe of one kind in one currency; ``worth`` is None for points without a worth."""

    kind: str
    label: str | Promise
    currency: str
    accounts: int
    units: int
    pending: int
    worth: Money | None


class LedgerDifference(NamedTuple):
    """An account whose sums are not those of its ledger."""

    account_id: int
    balance: int
    pending: int
    booked: int
    booked_pending: int
