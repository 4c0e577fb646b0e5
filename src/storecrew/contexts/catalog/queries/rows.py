"""Products as the rows from which they can be made again: export, and undo of an import."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from storecrew.contexts.catalog.facts import ImageRow, ProductRow, VariantRow
from storecrew.contexts.catalog.models import (
    Category,
    Listing,
    Product,
    ProductCategory,
    ProductImage,
    Variant,
)
from storecrew.contexts.catalog.queries.images import image_rows
from storecrew.contexts.catalog.queries.variants import ordered

BATCH = 1_000


def product_rows(product_ids: Iterable[int]) -> Iterator[ProductRow]:
    """The stored products as rows for ``upsert_products``, in the order of the ids.

    Writing a row back changes nothing; writing it later restores what it says. Seven queries per
    1,000 products.
    """
    ids = list(product_ids)
    names = _category_names()
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        found = dict(_batch(part, names))
        yield from (found[id_] for id_ in part if id_ in found)


def _category_names() -> dict[int, tuple[str, ...]]:
    rows = {
        id_: (parent, name) for id_, parent, name in Category.objects.values_list("id", "parent_id", "name")
    }
    paths: dict[int, tuple[str, ...]] = {}
    for id_ in rows:
        names: list[str] = []
        current: int | None = id_
        while current is not None:
            current, name = rows[current]
            names.append(name)
        paths[id_] = tuple(reversed(names))
    return paths


def _batch(ids: list[int], names: dict[int, tuple[str, ...]]) -> Iterator[tuple[int, ProductRow]]:
    categories: dict[int, list[tuple[str, ...]]] = {}
    for product_id, category_id in (
        ProductCategory.objects.filter(product_id__in=ids)
        .order_by("id")
        .values_list("product_id", "category_id")
    ):
        categories.setdefault(product_id, []).append(names[category_id])
    channels: dict[int, list[str]] = {}
    listings = Listing.objects.filter(product_id__in=ids, published=True).order_by("channel_id")
    for product_id, code in listings.values_list("product_id", "channel__code"):
        channels.setdefault(product_id, []).append(code)
    variants: dict[int, list[Variant]] = {}
    for variant in Variant.objects.filter(product_id__in=ids).order_by("position", "id"):
        variants.setdefault(variant.product_id, []).append(variant)
    skus = {variant.pk: variant.sku for several in variants.values() for variant in several}
    images: dict[int, list[ImageRow]] = {}
    for row in image_rows(ProductImage.objects.filter(product_id__in=ids)).values(
        "product_id", "source_url", "alt", "variant_id"
    ):
        images.setdefault(row["product_id"], []).append(
            ImageRow(row["source_url"], row["alt"], skus.get(row["variant_id"], ""))
        )
    for product in Product.objects.filter(pk__in=ids).select_related("product_type"):
        yield (
            product.pk,
            ProductRow(
                slug=product.slug,
                title=product.title,
                source_key=product.source_key,
                product_type=product.product_type.code,
                subtitle=product.subtitle,
                description=product.description,
                brand=product.brand,
                status=product.status,  # type: ignore[arg-type]
                tags=tuple(product.tags),
                attributes=product.attributes,
                categories=tuple(categories.get(product.pk, ())),
                images=tuple(images.get(product.pk, ())),
                seo_title=product.seo_title,
                seo_description=product.seo_description,
                translations=product.translations,
                channels=tuple(channels.get(product.pk, ())),
                variants=tuple(_variant(variant, product) for variant in variants.get(product.pk, ())),
            ),
        )


def _variant(variant: Variant, product: Product) -> VariantRow:
    return VariantRow(
        sku=variant.sku,
        options=ordered(variant.options, product.option_names),
        barcode=variant.barcode,
        attributes=variant.attributes,
        weight_g=variant.weight_g,
        length_mm=variant.length_mm,
        width_mm=variant.width_mm,
        height_mm=variant.height_mm,
        tax_class=variant.tax_class,
        active=variant.active,
    )
