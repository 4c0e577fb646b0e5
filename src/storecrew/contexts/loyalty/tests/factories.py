"""A program, members, vouchers and credit for tests of any context."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

from storecrew.contexts.customers import public as customers
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.loyalty.models import Account, Entry, Program
from storecrew.contexts.loyalty.operations import booking
from storecrew.kernel.actor import system_actor
from storecrew.kernel.money import Money

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ACTOR = system_actor("tests")
_counter = itertools.count(1)


def make_customer(email: str = "") -> int:
    """A customer; returns the id."""
    email = email or f"member{next(_counter)}@example.com"
    return customers.ensure_customer(email=email, actor=ACTOR, at=AT).id


def make_voucher(amount: int, currency: str = "EUR", *, at: datetime = AT) -> loyalty.NewVoucher:
    """A voucher with its code."""
    key = f"test-{next(_counter)}"
    return loyalty.make_voucher(Money(amount, currency), reason="A test", key=key, actor=ACTOR, at=at)


def make_credit(customer_id: int, amount: int, currency: str = "EUR") -> int:
    """Store credit of a customer; returns the account's id."""
    key = f"test-{next(_counter)}"
    return loyalty.give_credit(
        customer_id, Money(amount, currency), reason="A test", key=key, actor=ACTOR, at=AT
    )


def make_program(**fields) -> Program:
    """One point per euro, worth five cents."""
    values = {"name": "Club", "earn_per": {"EUR": 100}, "worth": {"EUR": 5}, "updated_at": AT}
    return Program.objects.create(**(values | fields))


def make_points(customer_id: int, units: int, *, expires_at: datetime | None = None) -> int:
    """Points of a customer; returns the account's id."""
    account = booking.money_account(Account.Kind.POINTS, customer_id, "", at=AT)
    booking.book(
        account.pk, Entry.Kind.ADJUST, units, source="test", source_id=str(next(_counter)),
        expires_at=expires_at, actor=ACTOR, at=AT,
    )  # fmt: skip
    booking.note_expiry(account.pk)
    return account.pk


def left(account_id: int) -> int:
    """What an account holds."""
    return Account.objects.values_list("balance", flat=True).get(pk=account_id)


def assert_ledgers_balance() -> None:
    """The sums beside the ledger are those of the ledger (MON-10)."""
    assert list(loyalty.differences()) == []
