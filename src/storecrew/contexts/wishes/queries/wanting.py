"""Which customers wish for what, for those who write to them or mean them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from storecrew.contexts.wishes.facts import Wished
from storecrew.contexts.wishes.models import Wish, WishList


def wishes_of(customer_ids: Collection[int]) -> list[Wished]:
    """Return what customers wish for, by customer, the newest wish first; one query."""
    rows = Wish.objects.filter(wish_list__customer_id__in=customer_ids)
    found = rows.order_by("wish_list__customer_id", "-pk")
    return [Wished(*row) for row in found.values_list("wish_list__customer_id", "variant_id", "added_at")]


def customers_with_wishes(*, after: int, limit: int) -> list[int]:
    """Return the ids of customers who wish for something, beyond ``after``, in their order."""
    rows = WishList.objects.filter(customer_id__gt=after, wishes__isnull=False).order_by("customer_id")
    return list(rows.values_list("customer_id", flat=True).distinct()[:limit])


def customers_wishing(variant_ids: Collection[int]) -> QuerySet[Any]:
    """Return the ids of customers who wish for one of these, as a query to narrow reads by."""
    rows = Wish.objects.filter(variant_id__in=variant_ids, wish_list__customer_id__isnull=False)
    return rows.order_by().values("wish_list__customer_id")
