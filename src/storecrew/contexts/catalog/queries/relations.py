"""What goes with products, and what can stand in for them."""

from __future__ import annotations

from collections.abc import Iterable

from storecrew.contexts.catalog.models import ProductRelation


def relations_of(product_ids: Iterable[int]) -> dict[int, dict[str, list[int]]]:
    """Ids of related products in order, by product and kind (``accessory``, ``substitute``); one query.

    Whether the other is sold plays no part. A product or kind without any is left out.
    """
    found: dict[int, dict[str, list[int]]] = {}
    rows = ProductRelation.objects.filter(product_id__in=list(product_ids)).order_by("position", "id")
    for product_id, kind, other_id in rows.values_list("product_id", "kind", "other_id"):
        found.setdefault(product_id, {}).setdefault(kind, []).append(other_id)
    return found
