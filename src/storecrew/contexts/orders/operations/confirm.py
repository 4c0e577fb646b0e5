"""Confirm an order: from now on it will be delivered."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from storecrew.contexts.orders.errors import OrderIsCanceled, OrderNotFound
from storecrew.contexts.orders.events import OrderPlaced
from storecrew.contexts.orders.models import Order, OrderLine
from storecrew.kernel import audit, outbox
from storecrew.kernel.actor import Actor


def confirm(order_id: int, *, actor: Actor, at: dt.datetime) -> bool:
    """Confirm an order that waits for its payment; say whether this call did it.

    This function will set the status with one conditional update, so of a return address, a webhook
    and a timed check that arrive together exactly one publishes ``OrderPlaced``; the others get False.

    :raises OrderNotFound: there is no such order
    :raises OrderIsCanceled: the order ended before the payment came
    """
    with transaction.atomic():
        changed = Order.objects.filter(pk=order_id, status="pending_payment").update(
            status="confirmed", confirmed_at=at
        )
        order = Order.objects.filter(pk=order_id).first()
        if order is None:
            raise OrderNotFound()
        if not changed:
            if order.status == "canceled":
                raise OrderIsCanceled(number=order.number)
            return False
        lines = OrderLine.objects.filter(order_id=order_id).values_list("variant_id", "sku", "quantity")
        outbox.publish(
            OrderPlaced(
                order_id=order_id,
                number=order.number,
                channel_id=order.channel_id,
                lines=tuple(lines.order_by("position")),
                total_amount=order.total_amount,
                currency=order.currency,
            )
        )
        audit.record(
            actor=actor,
            action="orders.confirmed",
            record="orders.order",
            record_id=order_id,
            at=at,
            before={"status": "pending_payment"},
            after={"status": "confirmed"},
        )
    return True
