"""What the search index is derived from, read in batches of a constant number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from storecrew.contexts.catalog.facts import IndexProduct, IndexVariant
from storecrew.contexts.catalog.models import Category, Collection, Listing, Product, ProductCategory, Variant
from storecrew.contexts.catalog.rules.collections import Subject, matches
from storecrew.contexts.catalog.rules.text import plain_text

BATCH = 1_000
_FIELDS = (
    "id", "slug", "title", "subtitle", "brand", "description", "tags", "status", "launched_at", "attributes",
    "translations", "product_type__code",
)  # fmt: skip


def index_products(product_ids: Iterable[int] | None, *, at: dt.datetime) -> Iterator[IndexProduct]:
    """The products with these ids (all when ``None``) as the search index needs them, by id.

    Products that do not exist are left out; those not live come with empty ``channel_ids``.
    ``at`` decides collections by age.
    """
    tree = dict(Category.objects.values_list("id", "parent_id"))
    paths = dict(Category.objects.values_list("id", "url_path"))
    collections = list(Collection.objects.filter(visible=True).values_list("id", "rules"))
    for ids in _id_batches(product_ids):
        yield from _batch(ids, tree, paths, collections, at)


def _id_batches(product_ids: Iterable[int] | None) -> Iterator[list[int]]:
    if product_ids is not None:
        ids = sorted(set(product_ids))
        for start in range(0, len(ids), BATCH):
            yield ids[start : start + BATCH]
        return
    last = 0
    while batch := list(
        Product.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]
    ):
        yield batch
        last = batch[-1]


def _batch(
    ids: list[int],
    tree: Mapping[int, int | None],
    paths: Mapping[int, str],
    collections: list[tuple[int, dict[str, Any]]],
    at: dt.datetime,
) -> Iterator[IndexProduct]:
    variants: dict[int, list[tuple[int, str, str, dict[str, Any]]]] = {}
    active = Variant.objects.filter(product_id__in=ids, active=True).order_by("position", "id")
    for product_id, *rest in active.values_list("product_id", "id", "sku", "barcode", "attributes"):
        variants.setdefault(product_id, []).append(tuple(rest))
    links: dict[int, dict[int, int]] = {}
    rows = ProductCategory.objects.filter(product_id__in=ids).order_by("id")
    for product_id, category_id, position in rows.values_list("product_id", "category_id", "position"):
        links.setdefault(product_id, {})[category_id] = position
    channels: dict[int, list[int]] = {}
    listings = Listing.objects.filter(product_id__in=ids, published=True, product__status="live")
    for product_id, channel_id in listings.order_by("channel_id").values_list("product_id", "channel_id"):
        channels.setdefault(product_id, []).append(channel_id)
    for row in Product.objects.filter(pk__in=ids).order_by("pk").values(*_FIELDS):
        own = row["attributes"]
        of_variants = tuple(
            IndexVariant(id_, sku, barcode, {**own, **values})
            for id_, sku, barcode, values in variants.get(row["id"], ())
        )
        positions = links.get(row["id"], {})
        subject = _subject(row, of_variants, [paths[id_] for id_ in positions], at)
        yield IndexProduct(
            id=row["id"],
            slug=row["slug"],
            title=row["title"],
            titles={
                key: str(texts["title"]) for key, texts in row["translations"].items() if texts.get("title")
            },
            subtitle=row["subtitle"],
            brand=row["brand"],
            text=_all_text(row),
            type_code=row["product_type__code"],
            status=row["status"],
            launched=row["launched_at"],
            category_ids=_with_ancestors(positions, tree),
            category_positions=positions,
            collection_ids=tuple(id_ for id_, rules in collections if matches(rules, subject)),
            channel_ids=tuple(channels.get(row["id"], ())),
            variants=of_variants,
            tags=tuple(map(str, row["tags"])),
        )


def _subject(
    row: Mapping[str, Any], variants: Iterable[IndexVariant], paths: list[str], at: dt.datetime
) -> Subject:
    values: dict[str, list[Any]] = {}
    for variant in variants:
        for code, value in variant.values.items():
            values.setdefault(code, []).extend(value if isinstance(value, list) else [value])
    return Subject(
        type_code=row["product_type__code"],
        title=row["title"],
        brand=row["brand"],
        tags=row["tags"],
        category_paths=paths,
        age_days=(at - row["launched_at"]).days if row["launched_at"] else None,
        values=values,
    )


def subject_of(product: IndexProduct, paths: Mapping[int, str], at: dt.datetime) -> Subject:
    """What collection rules may look at in a product of the feed; ``paths`` of all categories by id."""
    row = {
        "product_type__code": product.type_code,
        "title": product.title,
        "brand": product.brand,
        "tags": product.tags,
        "launched_at": product.launched,
    }
    return _subject(row, product.variants, [paths[id_] for id_ in product.category_positions], at)


def _all_text(row: Mapping[str, Any]) -> str:
    parts = [plain_text(row["description"]), " ".join(map(str, row["tags"]))]
    for texts in row["translations"].values():
        parts += [str(texts.get("subtitle", "")), plain_text(str(texts.get("description", "")))]
    return " ".join(part for part in parts if part)


def _with_ancestors(ids: Iterable[int], tree: Mapping[int, int | None]) -> tuple[int, ...]:
    found: dict[int, None] = {}
    for id_ in ids:
        current: int | None = id_
        while current is not None and current not in found:
            found[current] = None
            current = tree.get(current)
    return tuple(sorted(found))
