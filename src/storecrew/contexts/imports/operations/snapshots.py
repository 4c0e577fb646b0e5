"""What products say, as plain JSON, so that an undo can compare and restore."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields
from typing import Any

from storecrew.contexts.catalog import public as catalog

_FIELDS = [
    field.name
    for field in fields(catalog.ProductRow)
    if field.name not in {"variants", "images", "replace_variants", "slug", "source_key"}
]
_VARIANT_FIELDS = [field.name for field in fields(catalog.VariantRow) if field.name != "sku"]


def snapshots(product_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """Products by id: their fields, and those of variants under ``SKU/field``."""
    ids = list(product_ids)
    if not ids:
        return {}
    slugs = dict(zip(ids, catalog.product_rows(ids), strict=True))
    return {product_id: _flat(row) for product_id, row in slugs.items()}


def _flat(row: catalog.ProductRow) -> dict[str, Any]:
    found: dict[str, Any] = {name: _plain(getattr(row, name)) for name in _FIELDS}
    found["slug"] = row.slug
    for variant in row.variants:
        for name in _VARIANT_FIELDS:
            found[f"{variant.sku}/{name}"] = _plain(getattr(variant, name))
    return found


def _plain(value: Any) -> Any:
    """Tuples as lists and mappings as dictionaries, as JSON gives them back."""
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if hasattr(value, "items"):
        return {str(key): _plain(item) for key, item in value.items()}
    return value


def without_variants(product: dict[str, Any], skus: Collection[str]) -> dict[str, Any]:
    """A snapshot without some of its variants: those that moved to the product are remembered apart."""
    return {name: value for name, value in product.items() if name.rpartition("/")[0] not in skus}


def differing(before: dict[str, Any], after: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The fields that an import changed, before and after; a field of a new variant has no "before"."""
    changed = [name for name in after if before.get(name) != after[name]]
    return {
        "before": {name: before[name] for name in changed if name in before},
        "after": {name: after[name] for name in changed},
        "slug": {"": after["slug"]},
    }
