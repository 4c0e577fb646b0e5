"""What moves on a placed order: payment sums and shipped quantities. The only writers of both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import connection, transaction
from django.db.models import F, Sum

from storecrew.contexts.orders import rules
from storecrew.contexts.orders.errors import (
    LineNotFound,
    OrderIsCanceled,
    OrderNotConfirmed,
    OrderNotFound,
    ShipsTooMany,
)
from storecrew.contexts.orders.models import Order, OrderLine

_RECORD_PAYMENT = """
UPDATE orders_order
SET payment_status = %s, authorized_amount = %s, captured_amount = %s, refunded_amount = %s
WHERE id = %s
"""


def record_payment_state(
    order_id: int,
    *,
    authorized: int,
    captured: int,
    refunded: int,
    voided: int = 0,
    failed: bool = False,
) -> str:
    """Store the sums of the payment ledger (minor units) and the payment status that follows.

    Called by payments, in the transaction that wrote to the ledger. Returns the order's own status,
    so that payments learns about a canceled order without asking again.

    :raises OrderNotFound: there is no such order
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT total_amount, status FROM orders_order WHERE id = %s", [order_id])
        row = cursor.fetchone()
        if row is None:
            raise OrderNotFound()
        total, status = row
        payment_status = rules.payment_status(
            total=total,
            authorized=authorized,
            captured=captured,
            refunded=refunded,
            voided=voided,
            failed=failed,
        )
        cursor.execute(_RECORD_PAYMENT, [payment_status, authorized, captured, refunded, order_id])
    return str(status)


def begin_fulfilling(order_id: int) -> None:
    """Hold the order against cancellation until the transaction ends; call it first when shipping.

    :raises OrderIsCanceled: the order was canceled
    :raises OrderNotConfirmed: the order still waits for its payment
    :raises OrderNotFound: there is no such order
    """
    # Writing the row is the lock: a cancellation of the same order waits for our commit, then sees it.
    if Order.objects.filter(pk=order_id, status="confirmed").update(status="confirmed"):
        return
    order = Order.objects.filter(pk=order_id).first()
    if order is None:
        raise OrderNotFound()
    raise (OrderIsCanceled if order.status == "canceled" else OrderNotConfirmed)(number=order.number)


def record_fulfilled(order_id: int, lines: Mapping[int, int], *, at: dt.datetime) -> str:
    """Count shipped units per line id and store the fulfillment status that follows; return it.

    :raises LineNotFound: a line is not part of the order
    :raises ShipsTooMany: more than is still open would be shipped
    """
    with transaction.atomic():
        _check_open(order_id, lines)
        for quantity, ids in _by_quantity(lines).items():
            changed = OrderLine.objects.filter(
                pk__in=ids,
                order_id=order_id,
                quantity__gte=F("fulfilled_quantity") + F("canceled_quantity") + quantity,
            ).update(fulfilled_quantity=F("fulfilled_quantity") + quantity)
            if changed != len(ids):
                raise ShipsTooMany(line=ids[0], requested=quantity)
        sums = OrderLine.objects.filter(order_id=order_id).aggregate(
            ordered=Sum("quantity"), fulfilled=Sum("fulfilled_quantity"), canceled=Sum("canceled_quantity")
        )
        status = rules.fulfillment_status(**sums)
        Order.objects.filter(pk=order_id).update(
            fulfillment_status=status, fulfilled_at=at if status == "fulfilled" else None
        )
    return status


def _check_open(order_id: int, lines: Mapping[int, int]) -> None:
    """Refuse in words what cannot be counted; the updates themselves look again."""
    known = {row.pk: row for row in OrderLine.objects.filter(order_id=order_id, pk__in=list(lines))}
    for line_id, quantity in sorted(lines.items()):
        line = known.get(line_id)
        if line is None:
            raise LineNotFound(line=line_id)
        left = line.quantity - line.fulfilled_quantity - line.canceled_quantity
        if quantity > left:
            raise ShipsTooMany(line=line_id, sku=line.sku, requested=quantity, open=left)


def _by_quantity(lines: Mapping[int, int]) -> dict[int, list[int]]:
    """Group lines by how many units leave, since those of one number are one statement."""
    found: dict[int, list[int]] = {}
    for line_id, quantity in sorted(lines.items()):
        found.setdefault(quantity, []).append(line_id)
    return found
