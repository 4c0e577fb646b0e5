"""What shipping does when something happened; each function is harmless when repeated."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.orders.public import OrderCanceled, OrderPlaced
from storecrew.contexts.shipping import operations
from storecrew.contexts.shipping.events import ParcelDelivered, TrackingUpdated
from storecrew.contexts.shipping.rules import tracking
from storecrew.kernel import outbox


@outbox.subscribe(OrderPlaced)
def write_promise(event: OrderPlaced) -> None:
    """Write down when the order is to arrive."""
    operations.record_promise(event.order_id)


@outbox.subscribe(OrderCanceled)
def drop_promise(event: OrderCanceled) -> None:
    """Promise nothing any more."""
    operations.close_promise(event.number)


@outbox.subscribe(TrackingUpdated)
def note_departure(event: TrackingUpdated) -> None:
    """Note when the first parcel of an order left."""
    if event.status in tracking.MOVING:
        operations.record_departure(event.order_ref, at=dt.datetime.fromisoformat(event.at))


@outbox.subscribe(ParcelDelivered)
def note_arrival(event: ParcelDelivered) -> None:
    """Note whether the promise was kept."""
    operations.record_arrival(event.label_id)
