"""What orders and their money mean for open items; each reaction is harmless when repeated."""

from __future__ import annotations

from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.contexts.receivables.operations import following
from storecrew.kernel import clock, outbox


@outbox.subscribe(orders.OrderPlaced)
def give_the_number(event: orders.OrderPlaced) -> None:
    """Give the invoice of a placed order its number, and an order that is paid its invoice."""
    if following.issue(event.order_id) is None:
        following.issue_paid(event.order_id, at=clock.now())


@outbox.subscribe(payments.MoneyTaken)
def invoice_what_is_paid(event: payments.MoneyTaken) -> None:
    """Give an order whose money came after it was placed its invoice."""
    following.issue_paid(event.order_id, at=clock.now())


@outbox.subscribe(payments.OwedLowered)
def owe_less(event: payments.OwedLowered) -> None:
    """A refund lowered what is owed."""
    following.follow(event.payment_id, at=clock.now())


@outbox.subscribe(payments.PaymentSettled)
def close_when_paid(event: payments.PaymentSettled) -> None:
    """Everything has arrived."""
    following.follow(event.payment_id, at=clock.now())


@outbox.subscribe(payments.PaymentFailed)
def close_when_canceled(event: payments.PaymentFailed) -> None:
    """The order came to nothing: nothing is owed, and the limit is free again."""
    following.follow(event.payment_id, at=clock.now())
