"""A delivery that is on its way stands on the shared calendar."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.purchasing import queries
from storecrew.contexts.purchasing.models import PurchaseOrder
from storecrew.contexts.work import public as work
from storecrew.kernel.actor import system_actor

ACTOR = system_actor("purchasing.calendar")
RECORD = "purchasing.order"


def page_of(order_id: int) -> str:
    """Return where an order is shown."""
    return f"/admin/purchasing/orders/{order_id}/"


def noon_of(day: dt.date) -> dt.datetime:
    """Return the middle of a day, which is that day nearly everywhere."""
    return dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)


def put_delivery(order: PurchaseOrder, *, at: dt.datetime) -> None:
    """Show on which day an order is expected of the calendar."""
    noon = noon_of(order.expected_on)
    place = queries.place_of(order.location_id).name
    work.put_on_calendar(
        kind="delivery",
        title=f"{order.number} · {order.supplier.name} → {place}",
        starts_at=noon,
        ends_at=noon,
        owner_role="inventory_manager",
        record=RECORD,
        record_id=order.pk,
        url=page_of(order.pk),
        actor=ACTOR,
        at=at,
    )


def take_delivery_off(order: PurchaseOrder, *, at: dt.datetime) -> None:
    """Nothing more is expected of an order."""
    work.take_off_calendar(record=RECORD, record_id=order.pk, kind="delivery", actor=ACTOR, at=at)
