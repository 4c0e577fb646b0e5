"""The numbers of what sells, kept up from what happened."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection

from django.db.models import F

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.discovery.models import DailySale, ProductSignal
from storecrew.contexts.discovery.operations.indexing import note_changes
from storecrew.contexts.reviews import public as reviews


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


def keep_ratings(product_ids: Collection[int], *, at: dt.datetime) -> None:
    """Keep what the published reviews of products say now; harmless when repeated."""
    found = reviews.ratings(product_ids)
    known = catalog.product_slugs(product_ids)
    ids = sorted(pk for pk in product_ids if pk in known)
    ProductSignal.objects.bulk_create([ProductSignal(product_id=pk) for pk in ids], ignore_conflicts=True)
    for product_id in ids:
        counts = found[product_id].counts if product_id in found else ()
        total = sum(stars * count for stars, count in enumerate(counts, start=1))
        ProductSignal.objects.filter(pk=product_id).update(rating_sum=total, rating_count=sum(counts))
    note_changes(ids, at=at)
