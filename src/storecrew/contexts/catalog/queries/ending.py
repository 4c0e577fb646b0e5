"""Which products sell off, and which articles are not bought again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import Q

from storecrew.contexts.catalog.models import PlannedEnd, Product, Variant


def planned_end(product_id: int) -> PlannedEnd | None:
    """The planned end of a product with its successor; None when it has none."""
    return PlannedEnd.objects.filter(product_id=product_id).select_related("successor").first()


def not_bought_again(variant_ids: Collection[int], day: dt.date) -> set[int]:
    """The variants whose product sells off on a day, or has ended; one query."""
    leaving = Q(product__planned_end__starts_on__lte=day) | Q(product__status=Product.Status.END_OF_LIFE)
    rows = Variant.objects.filter(leaving, pk__in=list(variant_ids))
    return set(rows.values_list("pk", flat=True))
