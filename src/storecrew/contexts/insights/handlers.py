"""What follows from orders that are placed, refunded and canceled."""

from __future__ import annotations

from storecrew.contexts.insights.operations import crediting
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.kernel import clock, outbox


@outbox.subscribe(orders.OrderPlaced)
def count_the_order(event: orders.OrderPlaced) -> None:
    """Count an order and freeze what it owes to which visits."""
    if not event.purpose:
        crediting.count_order(event.order_id)


@outbox.subscribe(orders.OrderCanceled)
def take_the_credit_back(event: orders.OrderCanceled) -> None:
    """Restate what an order's visits brought."""
    if event.was_confirmed:
        crediting.restate(event.order_id, at=clock.now())


@outbox.subscribe(payments.RefundSettled)
def take_a_part_back(event: payments.RefundSettled) -> None:
    """Restate what an order's visits brought."""
    crediting.restate(event.order_id, at=clock.now())
