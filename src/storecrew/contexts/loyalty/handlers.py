"""What follows from orders and payments; each is harmless when repeated."""

from __future__ import annotations

from storecrew.contexts.loyalty.operations import earning, selling
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.kernel import clock, outbox
from storecrew.kernel.sentence import say


@outbox.subscribe(orders.OrderPlaced)
def earn_points(event: orders.OrderPlaced) -> None:
    """Write down what the order earns, once however often it is told (CON-21)."""
    if not event.purpose:
        earning.earn(event.order_id, at=clock.now())


@outbox.subscribe(orders.OrderCanceled)
def forget_the_points(event: orders.OrderCanceled) -> None:
    """An order that ended earns nothing."""
    selling.forget_presents(event.order_id)
    earning.take_back(event.order_id, cause="canceled", everything=True, at=clock.now())


@outbox.subscribe(payments.RefundSettled)
def take_points_back(event: payments.RefundSettled) -> None:
    """What was returned earns nothing."""
    earning.take_back(event.order_id, cause=say("Refunded"), at=clock.now())


@outbox.subscribe(payments.ChargedBack)
def take_points_back_after_a_charge_back(event: payments.ChargedBack) -> None:
    """Money that the bank took back earns nothing."""
    earning.take_back(event.order_id, cause=say("Charged back"), at=clock.now())


@outbox.subscribe(payments.ChargeBackReturned)
def give_points_again(event: payments.ChargeBackReturned) -> None:
    """Money that came back with a dispute we won earns what it did."""
    earning.give_again(event.order_id, cause=say("Dispute won"), at=clock.now())


@outbox.subscribe(payments.MoneyTaken)
def issue_sold_vouchers(event: payments.MoneyTaken) -> None:
    """A gift voucher that was paid for is owed from now on."""
    selling.issue_sold(event.order_id, at=clock.now())


@outbox.subscribe(orders.OrderPlaced)
def issue_vouchers_paid_at_once(event: orders.OrderPlaced) -> None:
    """An order whose money was taken when it was placed."""
    selling.issue_sold(event.order_id, at=clock.now())
