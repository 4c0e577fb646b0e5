"""The gate of an order, at which everybody who gives its money back waits."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import F

from storecrew.contexts.aftersales.models import RefundGate
from storecrew.contexts.orders import public as orders


def queue_up(order_id: int) -> None:
    """Make refunds of one order wait for each other: the row is locked until our transaction ends."""
    if not RefundGate.objects.filter(pk=order_id).update(passes=F("passes") + 1):
        orders.order(order_id)
        try:
            with transaction.atomic():
                RefundGate.objects.create(order_id=order_id, passes=1)
        except IntegrityError:
            RefundGate.objects.filter(pk=order_id).update(passes=F("passes") + 1)
