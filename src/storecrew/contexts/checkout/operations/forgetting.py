"""Carts have an end: what nobody came back for is deleted, with what was typed into it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q, QuerySet

from storecrew.contexts.checkout.models import Cart

KEPT = dt.timedelta(days=60)
"""For how long a cart without an account is kept after its last change, and one that has become an order."""
KEPT_FOR_CUSTOMERS = dt.timedelta(days=365)
BATCH = 500


def forget_carts(*, at: dt.datetime) -> int:
    """Delete carts that nobody touched for too long; return how many.

    A cart in payment is never among them: it ends as an order or is open again. What a cart became is in its
    order, so nothing is lost with it. Each batch has a transaction of its own, and a cart that is touched
    meanwhile stays.
    """
    forgotten = 0
    while batch := _forget_some(_over(at)):
        forgotten += batch
    return forgotten


def _over(at: dt.datetime) -> QuerySet[Cart]:
    left = Q(state=Cart.State.OPEN, customer=None) | Q(state__in=(Cart.State.MERGED, Cart.State.PLACED))
    of_customers = Q(state=Cart.State.OPEN, customer__isnull=False)
    return Cart.objects.filter(
        left & Q(updated_at__lt=at - KEPT) | of_customers & Q(updated_at__lt=at - KEPT_FOR_CUSTOMERS)
    )


def _forget_some(rows: QuerySet[Cart]) -> int:
    with transaction.atomic():
        locked = rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True)
        found = list(locked[:BATCH])
        Cart.objects.filter(pk__in=found).delete()
    return len(found)
