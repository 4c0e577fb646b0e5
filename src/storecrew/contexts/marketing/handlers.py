"""What follows from orders and from consent."""

from __future__ import annotations

from storecrew.contexts.customers import public as customers
from storecrew.contexts.marketing.operations import flows, profiles
from storecrew.contexts.orders import public as orders
from storecrew.kernel import clock, outbox


@outbox.subscribe(customers.ConsentGiven)
def know_who_agreed(event: customers.ConsentGiven) -> None:
    """Make the profile of an address that agreed, so that segments find it."""
    profiles.refresh_profiles([event.contact_id])


@outbox.subscribe(orders.OrderPlaced)
def know_what_was_bought(event: orders.OrderPlaced) -> None:
    """Make the buyer's profile anew and stop reminding of what was bought."""
    profiles.refresh_buyer(event.order_id)
    flows.note_purchase(event.order_id, at=clock.now())


@outbox.subscribe(orders.OrderCanceled)
def forget_what_was_canceled(event: orders.OrderCanceled) -> None:
    """Make the buyer's profile anew without it."""
    profiles.refresh_buyer(event.order_id)
