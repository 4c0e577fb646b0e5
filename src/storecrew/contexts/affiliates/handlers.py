"""What orders and their money mean for commissions; each reaction is harmless when repeated."""

from __future__ import annotations

from storecrew.contexts.affiliates.operations import booking
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.kernel import clock, outbox


@outbox.subscribe(orders.OrderPlaced)
def book_commission(event: orders.OrderPlaced) -> None:
    """Book what the partner gets who brought the order."""
    if not event.purpose:
        booking.book(event.order_id, at=clock.now())


@outbox.subscribe(payments.RefundSettled)
def claw_back_refunded(event: payments.RefundSettled) -> None:
    """Take back the share of what was given back."""
    booking.claw_back(event.order_id, at=clock.now())


@outbox.subscribe(orders.OrderCanceled)
def claw_back_canceled(event: orders.OrderCanceled) -> None:
    """An order that came to nothing earns nothing."""
    booking.claw_back(event.order_id, all_of_it=True, at=clock.now())


@outbox.subscribe(payments.ChargedBack)
def claw_back_charged(event: payments.ChargedBack) -> None:
    """Money that the bank took back earns nothing, as long as the bank has it."""
    booking.claw_back(event.order_id, all_of_it=booking.charged_back(event.order_id), at=clock.now())


@outbox.subscribe(payments.ChargeBackReturned)
def give_again_what_was_won(event: payments.ChargeBackReturned) -> None:
    """Money that came back with a dispute we won earns what it did."""
    booking.give_again(event.order_id, at=clock.now())
