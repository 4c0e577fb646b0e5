"""Orders by which the product tries itself."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from storecrew.contexts.orders.models import Order
from storecrew.kernel.reads import compiled_once


def is_check(order_id: int) -> bool:
    """Say whether an order is one by which the product tries itself."""
    return bool(_checks(order_id=order_id))


@compiled_once
def _checks(order_id: int) -> QuerySet[Order, int]:
    return Order.objects.filter(pk=order_id, is_check=True).values_list("pk", flat=True)


def left_checks(before: dt.datetime) -> list[int]:
    """Return check orders that were placed before a moment and not taken back: their process stopped."""
    rows = Order.objects.filter(is_check=True, placed_at__lt=before).exclude(status="canceled")
    return list(rows.values_list("pk", flat=True)[:100])
