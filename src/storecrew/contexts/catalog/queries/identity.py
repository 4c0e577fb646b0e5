"""Which products already stand behind the keys, addresses and SKUs of a file."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from storecrew.contexts.catalog.models import Product, Variant


@dataclass(frozen=True, slots=True)
class Identity:
    """What is needed to recognise a product."""

    id: int
    slug: str
    title: str
    source_key: str


@dataclass(frozen=True, slots=True)
class Identities:
    """Products by their key at the source, by address, and by the SKUs of their variants."""

    by_source: Mapping[str, Identity] = field(default_factory=dict)
    by_slug: Mapping[str, Identity] = field(default_factory=dict)
    by_sku: Mapping[str, Identity] = field(default_factory=dict)


def identities(
    *, source_keys: Collection[str] = (), slugs: Collection[str] = (), skus: Collection[str] = ()
) -> Identities:
    """Find products by any of the three; four queries whatever the number."""
    owners = dict(Variant.objects.filter(sku__in=list(skus)).values_list("sku", "product_id")) if skus else {}
    found: dict[int, Identity] = {}
    for column, wanted in (
        ("source_key__in", [key for key in source_keys if key]),
        ("slug__in", list(slugs)),
        ("pk__in", sorted(set(owners.values()))),
    ):
        if wanted:
            rows = Product.objects.filter(**{column: wanted}).order_by()
            for values in rows.values_list("id", "slug", "title", "source_key"):
                found[values[0]] = Identity(*values)
    return Identities(
        {row.source_key: row for row in found.values() if row.source_key},
        {row.slug: row for row in found.values()},
        {sku: found[product_id] for sku, product_id in owners.items() if product_id in found},
    )


def product_ids(*, after: int = 0, limit: int = 1_000) -> list[int]:
    """The next ids in rising order; the way through the whole catalog in bounded memory."""
    return list(Product.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:limit])
