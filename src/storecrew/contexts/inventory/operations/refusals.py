"""Wording a refusal: which article, how many were asked for, how many there are."""

from __future__ import annotations

from collections.abc import Mapping

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.inventory import rules
from storecrew.contexts.inventory.errors import InsufficientStock


def insufficient(needs: Mapping[int, int], shortfall: rules.Shortfall) -> InsufficientStock:
    """Return the refusal that names each article that is short, with its SKU."""
    known = catalog.variants(sorted(shortfall.short))
    items = [
        {
            "variant_id": variant_id,
            "sku": known[variant_id].sku if variant_id in known else "",
            "requested": needs[variant_id],
            "available": available,
        }
        for variant_id, available in sorted(shortfall.short.items())
    ]
    return InsufficientStock(items=items, one_location=shortfall.one_location)
