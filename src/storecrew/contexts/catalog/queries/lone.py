"""Variants that are alone in a product which was never on sale: they may move to the one they belong to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from storecrew.contexts.catalog.models import Product, Variant

VARIANT_VALUES = (
    "product_id", "barcode", "options", "attributes", "weight_g", "length_mm", "width_mm", "height_mm",
    "position", "active", "tax_class",
)  # fmt: skip
_NOT_ON_SALE = (Product.Status.IDEA, Product.Status.DRAFT, Product.Status.APPROVED)


@dataclass(frozen=True, slots=True)
class LoneVariant:
    """A variant that is a product of its own so far."""

    id: int
    product_id: int
    source_key: str
    status: str
    attributes: Mapping[str, Any]  # of the product


def lone_variants(skus: Collection[str]) -> dict[str, LoneVariant]:
    """Those of the SKUs whose product has no other variant, is not on sale and never was."""
    if not skus:
        return {}
    found = Variant.objects.filter(
        sku__in=list(skus), product__launched_at=None, product__status__in=_NOT_ON_SALE
    ).order_by()
    sizes = Variant.objects.filter(product_id__in=found.values("product_id")).order_by().values("product_id")
    alone = {row["product_id"] for row in sizes.annotate(count=Count("id")) if row["count"] == 1}
    return {
        sku: LoneVariant(id_, product_id, key, status, attributes)
        for sku, id_, product_id, key, status, attributes in found.values_list(
            "sku", "id", "product_id", "product__source_key", "product__status", "product__attributes"
        )
        if product_id in alone
    }


def variant_values(variant_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """What is stored of variants, and the product of each, as JSON can keep it."""
    rows = Variant.objects.filter(pk__in=list(variant_ids)).order_by()
    return {row.pop("id"): row for row in rows.values("id", *VARIANT_VALUES)}
