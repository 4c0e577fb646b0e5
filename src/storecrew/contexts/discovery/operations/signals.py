"""The numbers of what sells, kept up from what happened."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection

from django.db.models import F

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.discovery.models import DailySale, ProductSignal
from storecrew.contexts.discovery.operations.indexing import note_changes


def count_sale(lines: Collection[tuple[int, int]], *, at: dt.datetime) -> None:
    """Add the units of an order's (variant id, quantity) to their products' sales of the day.

    Called once per order: the outbox runs a handler once per event.
    """
    owners = catalog.product_ids_of_variants([variant_id for variant_id, _quantity in lines])
    units: Counter[int] = Counter()
    for variant_id, quantity in lines:
        if variant_id in owners:
            units[owners[variant_id]] += quantity
    for product_id in sorted(units):
        DailySale.objects.get_or_create(product_id=product_id, day=at.date())
        DailySale.objects.filter(product_id=product_id, day=at.date()).update(
            units=F("units") + units[product_id]
        )
        ProductSignal.objects.get_or_create(product_id=product_id)
        ProductSignal.objects.filter(product_id=product_id).update(
            units_sold=F("units_sold") + units[product_id]
        )
    note_changes(units, at=at)
