"""Send an order to another address, while nothing was packed for the old one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from storecrew.contexts.orders.errors import (
    CountryIsFixed,
    GoesToPoint,
    OrderAlreadyShipped,
    OrderIsCanceled,
    OrderNotFound,
)
from storecrew.contexts.orders.events import OrderReaddressed
from storecrew.contexts.orders.models import Order
from storecrew.contexts.orders.providers import stoppers
from storecrew.kernel import audit, outbox
from storecrew.kernel.actor import Actor


def change_shipping_address(
    order_id: int, *, address: Mapping[str, Any], actor: Actor, at: dt.datetime
) -> bool:
    """Replace where an order goes; False when it goes there already. ``address`` is checked by the caller.

    The country stays: taxes and shipping were agreed for it. The bill's address stays as well.

    :raises OrderNotFound: there is no such order
    :raises OrderIsCanceled: the order was canceled
    :raises OrderAlreadyShipped: a part has left already
    :raises CountryIsFixed: the new address is in another country
    :raises GoesToPoint: it is collected, so that nothing goes to an address of the customer
    """
    wanted = dict(address)
    with transaction.atomic():
        before = Order.objects.filter(pk=order_id).first()
        if before is None:
            raise OrderNotFound()
        if before.shipping_address == wanted:
            return False
        if before.pickup_point:
            raise GoesToPoint(point=before.pickup_point.get("name", ""))
        if before.shipping_address.get("country") != wanted.get("country"):
            raise CountryIsFixed(country=before.shipping_address.get("country", ""))
        changed = Order.objects.filter(
            pk=order_id, status__in=("pending_payment", "confirmed"), fulfillment_status="unfulfilled"
        ).update(shipping_address=wanted)
        if not changed:
            raise (OrderIsCanceled if before.status == "canceled" else OrderAlreadyShipped)(
                number=before.number
            )
        stoppers.stop_all(order_id, "address", reason="", actor=actor, at=at)
        audit.record(
            actor=actor,
            action="orders.address_changed",
            record="orders.order",
            record_id=order_id,
            at=at,
            # no name or street in the trail, which nobody may erase
            after={"postal_code": wanted.get("postal_code", "")},
        )
        outbox.publish(OrderReaddressed(order_id=order_id, number=before.number))
    return True
