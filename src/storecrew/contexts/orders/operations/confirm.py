"""Confirm an order: from now on it will be delivered."""

from __future__ import annotations

import datetime as dt
from contextlib import nullcontext

from django.db import connection, transaction

from storecrew.contexts.orders.errors import OrderIsCanceled, OrderNotFound
from storecrew.contexts.orders.events import OrderPlaced
from storecrew.contexts.orders.models import Order
from storecrew.kernel import audit, outbox, rows
from storecrew.kernel.actor import Actor


def confirm(order_id: int, *, actor: Actor, at: dt.datetime) -> bool:
    """Confirm an order that waits for its payment; say whether this call did it.

    This function will set the status with one conditional update, so of a return address, a webhook
    and a timed check that arrive together exactly one publishes ``OrderPlaced``; the others get False.
    A check order is told to nobody.

    :raises OrderNotFound: there is no such order
    :raises OrderIsCanceled: the order ended before the payment came
    """
    # No savepoint inside the caller's transaction: a refused confirmation has changed nothing by itself.
    with nullcontext() if connection.in_atomic_block else transaction.atomic():
        order = rows.change(
            Order, order_id, only_if={"status": ["pending_payment"]}, status="confirmed", confirmed_at=at
        )
        if order is None:
            return _not_confirmed(order_id)
        if not order.is_check:
            outbox.publish(
                OrderPlaced(
                    order_id=order_id,
                    number=order.number,
                    channel_id=order.channel_id,
                    lines=_lines(order_id),
                    total_amount=order.total_amount,
                    currency=order.currency,
                    purpose=order.purpose,
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


def _not_confirmed(order_id: int) -> bool:
    """Return False for an order that was confirmed before; raise for any other."""
    order = Order.objects.filter(pk=order_id).first()
    if order is None:
        raise OrderNotFound()
    if order.status == "canceled":
        raise OrderIsCanceled(number=order.number)
    return False


def _lines(order_id: int) -> tuple[tuple[int, str, int], ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT variant_id, sku, quantity FROM orders_orderline WHERE order_id = %s ORDER BY position",
            [order_id],
        )
        return tuple(cursor.fetchall())
