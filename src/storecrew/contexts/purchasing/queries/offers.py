"""What suppliers ask for variants."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from storecrew.contexts.purchasing.facts import Offer
from storecrew.contexts.purchasing.models import SupplierArticle
from storecrew.contexts.purchasing.rules.buying import Step, in_packs, price_for


def offers(
    quantities: Mapping[int, int], *, day: dt.date, supplier_ids: Collection[int] | None = None
) -> list[Offer]:
    """Return what active suppliers ask for so many units of each variant; two queries for all.

    The price is that of the quantity in whole packs. The preferred supplier of a variant comes first, then
    the cheaper one.
    """
    rows = SupplierArticle.objects.filter(variant_id__in=list(quantities), supplier__active=True)
    if supplier_ids is not None:
        rows = rows.filter(supplier_id__in=list(supplier_ids))
    found = []
    for row in rows.select_related("supplier").prefetch_related("prices"):
        steps = [
            Step(price.from_quantity, price.amount, price.valid_from, price.valid_until)
            for price in row.prices.all()
        ]
        units = in_packs(max(quantities[row.variant_id], 1), moq=row.moq, pack_size=row.pack_size)
        found.append(
            Offer(
                supplier_id=row.supplier_id,
                supplier_code=row.supplier.code,
                supplier_name=row.supplier.name,
                currency=row.supplier.currency,
                variant_id=row.variant_id,
                supplier_sku=row.supplier_sku,
                moq=row.moq,
                pack_size=row.pack_size,
                lead_days=row.supplier.lead_days if row.lead_days is None else row.lead_days,
                preferred=row.preferred,
                amount=price_for(steps, units, day),
            )
        )
    return sorted(
        found,
        key=lambda offer: (offer.variant_id, not offer.preferred, offer.amount is None, offer.amount or 0),
    )
