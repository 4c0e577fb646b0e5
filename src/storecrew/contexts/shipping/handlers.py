"""What shipping does when something happened; each function is harmless when repeated."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.orders.public import OrderCanceled, OrderPlaced
from storecrew.contexts.shipping import operations
from storecrew.contexts.shipping.events import ParcelDelivered, TrackingUpdated
from storecrew.contexts.shipping.rules import claims, tracking
from storecrew.contexts.work.public import DateChanged
from storecrew.kernel import clock, outbox
from storecrew.kernel.actor import system_actor


@outbox.subscribe(DateChanged)
def follow_closure(event: DateChanged) -> None:
    """Let promises follow a closure that a person put on the shared calendar, moved or took off."""
    if event.kind == "closure":
        operations.follow_rest_days(at=clock.now())


@outbox.subscribe(OrderPlaced)
def write_promise(event: OrderPlaced) -> None:
    """Write down when the order is to arrive."""
    operations.record_promise(event.order_id)


@outbox.subscribe(OrderCanceled)
def drop_promise(event: OrderCanceled) -> None:
    """Promise nothing any more, and wait for no address."""
    operations.close_promise(event.number)
    actor = system_actor("shipping.drop_address_hold")
    operations.drop_address_hold(event.order_id, actor=actor, at=clock.now())


@outbox.subscribe(TrackingUpdated)
def note_departure(event: TrackingUpdated) -> None:
    """Note when the first parcel of an order left, an address that was not found, and what
    the carrier itself says it broke or lost.
    """
    if event.status in tracking.MOVING:
        operations.record_departure(event.order_ref, at=dt.datetime.fromisoformat(event.at))
    if event.reason in claims.REASONS:
        operations.open_reported_claim(
            event.label_id, reason=event.reason, at=dt.datetime.fromisoformat(event.at)
        )
    if event.reason in tracking.WRONG_ADDRESS:
        operations.learn_from_label(event.label_id, at=dt.datetime.fromisoformat(event.at))


@outbox.subscribe(ParcelDelivered)
def note_arrival(event: ParcelDelivered) -> None:
    """Note whether the promise was kept, and that the address is good."""
    operations.record_arrival(event.label_id)
    operations.learn_from_label(event.label_id, at=dt.datetime.fromisoformat(event.at))
