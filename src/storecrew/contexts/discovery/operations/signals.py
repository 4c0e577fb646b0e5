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
    day, ids = at.date(), sorted(units)
    DailySale.objects.bulk_create([DailySale(product_id=pk, day=day) for pk in ids], ignore_conflicts=True)
    ProductSignal.objects.bulk_create([ProductSignal(product_id=pk) for pk in ids], ignore_conflicts=True)
    # Products of which as many were sold change together: orders have many lines and few quantities.
    for count in sorted(set(units.values())):
        alike = [pk for pk in ids if units[pk] == count]
        DailySale.objects.filter(product_id__in=alike, day=day).update(units=F("units") + count)
        ProductSignal.objects.filter(product_id__in=alike).update(units_sold=F("units_sold") + count)
    note_changes(units, at=at)
