"""Ready-made payments for tests of any context."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.tests.factories import make_order
from storecrew.contexts.payments import public as payments
from storecrew.kernel.actor import system_actor
from storecrew.kernel.money import Money

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
ACTOR = system_actor("tests")
_counter = itertools.count(1)


def begun(order: orders.OrderFacts | None = None, gateway: str = "simulator") -> payments.PaymentFacts:
    """A payment that was written down and not asked for yet."""
    order = order or make_order()
    key = f"pay-{next(_counter)}"
    return payments.begin(order_id=order.id, gateway=gateway, amount=order.total, key=key, actor=ACTOR, at=AT)


def pay(
    token: str = "tok_ok",
    order: orders.OrderFacts | None = None,
    gateway: str = "simulator",
    return_url: str = "/back/",
) -> payments.PaymentFacts:
    """A payment that was asked for with a token and settled with what the gateway said."""
    payment = begun(order, gateway)
    outcome = payments.authorize(payment.id, token=token, return_url=return_url)
    return payments.settle(payment.id, outcome, at=AT, actor=ACTOR)


def captured(
    token: str = "tok_timeout_charged", order: orders.OrderFacts | None = None
) -> payments.PaymentFacts:
    """A payment whose money was taken; by default at the part of the simulator that keeps books."""
    payment = pay(token, order)
    payments.reconcile(payment.id, at=AT)
    return payments.capture(payment.id, key=f"cap-{payment.id}", actor=ACTOR, at=AT)


def cents(amount: int) -> Money:
    """Some EUR."""
    return Money(amount, "EUR")


def assert_books_balance() -> None:
    """The sums beside the ledger are those of the ledger (MON-05)."""
    assert list(payments.ledger_differences()) == []
