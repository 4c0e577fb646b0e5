"""Parcels whose arrival the file knows: a label, and later the carrier's message."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.customers.public import AddressFacts
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.shipping import public as shipping
from storecrew.demo.replay.shop import ADDRESS, CARRIER, LOCATION
from storecrew.kernel.actor import Actor

WEIGHT_G = 900
RECIPIENT = AddressFacts(**ADDRESS)


def label_for(order_id: int, *, actor: Actor, at: dt.datetime) -> shipping.LabelFacts:
    """Buy the label of an order's only parcel."""
    order = orders.order(order_id)
    return shipping.buy_label(
        key=f"replay/{order.number}",
        order_ref=order.number,
        service=CARRIER,
        from_address=inventory.postal_address(LOCATION),
        to_address=RECIPIENT,
        parcels=[shipping.ParcelSpec(WEIGHT_G)],
        value=order.total,
        actor=actor,
        at=at,
    )


def arrive(label_id: int, *, left: dt.datetime, actor: Actor, at: dt.datetime) -> None:
    """Let the carrier tell when the parcel was picked up and delivered."""
    moments = [shipping.Moment(left, "picked_up"), shipping.Moment(at, "delivered")]
    shipping.record_tracking(label_id, moments, source="webhook", actor=actor, at=at)
