"""What follows from payments that settle later, from orders that are placed, from stock that is back."""

from __future__ import annotations

from storecrew.contexts.checkout import mails
from storecrew.contexts.checkout.operations import finishing, telling
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.contexts.receivables import public as receivables
from storecrew.kernel import clock, outbox
from storecrew.kernel.actor import system_actor

ACTOR = "checkout.handlers"


@outbox.subscribe(payments.PaymentSettled)
def confirm_the_order(event: payments.PaymentSettled) -> None:
    """Confirm the order of money that a webhook or a check has reported."""
    finishing.conclude_in_ledger(event.payment_id, actor=system_actor(ACTOR), at=clock.now())


@outbox.subscribe(payments.PaymentFailed)
def take_the_order_back(event: payments.PaymentFailed) -> None:
    """Release stock and cart of an order whose payment failed or ran out of time."""
    finishing.conclude_in_ledger(event.payment_id, actor=system_actor(ACTOR), at=clock.now())


@outbox.subscribe(orders.OrderPlaced)
def send_the_confirmation(event: orders.OrderPlaced) -> None:
    """Queue the confirmation mail; the key makes it leave once however often the event comes.

    What is given away is told by whoever gives it.
    """
    if event.purpose:
        return
    at = clock.now()
    # Whoever is first gives an invoice on account its number, which the mail names.
    item_id = receivables.issue(event.order_id)
    item = receivables.item(item_id) if item_id is not None else None
    mails.queue_confirmation(orders.order(event.order_id), item=item, at=at)


@outbox.subscribe(inventory.StockChanged)
def tell_those_who_wait(event: inventory.StockChanged) -> None:
    """Tell whoever waits for what has come back; what is sold out tells nobody."""
    telling.tell_waiting(event.variant_ids, at=clock.now())
