"""Variants by id and by SKU."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from storecrew.contexts.catalog.errors import VariantNotFound
from storecrew.contexts.catalog.facts import ImageFacts, VariantFacts
from storecrew.contexts.catalog.models import Listing, Product, ProductImage, ProductRelation, Variant
from storecrew.contexts.catalog.queries.attributes import attribute_schemas
from storecrew.contexts.catalog.queries.images import image_facts, image_rows
from storecrew.contexts.catalog.queries.texts import SOURCE, text
from storecrew.contexts.catalog.rules.attributes import choice_label, label_of
from storecrew.contexts.catalog.rules.text import attribute_code, normalize_sku
from storecrew.kernel.reads import compiled_once

Row = dict[str, Any]

FIELDS = (
    "id", "product_id", "sku", "options", "barcode", "weight_g", "length_mm", "width_mm", "height_mm",
    "tax_class", "active", "digital",
)  # fmt: skip
_PARENT = (
    "product__slug",
    "product__title",
    "product__status",
    "product__option_names",
    "product__translations",
)


def variant_facts(
    row: Mapping[str, Any], product: Mapping[str, Any], image: ImageFacts | None, locale: str
) -> VariantFacts:
    """A variant from its own row and its product's."""
    return VariantFacts(
        **{name: row[name] for name in FIELDS if name != "options"},
        options=ordered(row["options"], product["option_names"]),
        product_slug=product["slug"],
        product_title=text(product, "title", locale),
        product_status=product["status"],
        image=image,
    )


def ordered(options: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    """The options in the product's order; what the product does not name comes last."""
    known = {name: options[name] for name in names if name in options}
    return {**known, **{name: value for name, value in options.items() if name not in known}}


def variants(ids: Iterable[int], *, locale: str = SOURCE) -> dict[int, VariantFacts]:
    """Variants by id with the picture to show for each; two queries. Unknown ids are left out.

    Inactive variants and those of products that are not live are included: the facts say so. In another
    locale than the source's also the options are in its words.
    """
    return _facts(_any(ids=list(ids)), locale)


def sellable_variants(
    ids: Iterable[int], *, channel_id: int, locale: str = SOURCE
) -> dict[int, VariantFacts]:
    """Those of the variants that can be bought in a channel now: active, live, listed; two queries."""
    return _facts(_sold(ids=list(ids), channel_id=channel_id), locale)


def sellable_ids(skus: Iterable[str], *, channel_id: int) -> dict[str, int]:
    """The variants of those SKUs that can be bought in a channel now, by the SKU as asked; one query."""
    wanted = {sku: normalize_sku(sku) for sku in skus}
    found = dict(_sold_as(skus=list(dict.fromkeys(wanted.values())), channel_id=channel_id))
    return {asked: found[sku] for asked, sku in wanted.items() if sku in found}


def _sellable(channel_id: int) -> QuerySet[Variant]:
    # One subquery with all conditions on the product keeps the few variants asked for in front. As joins,
    # SQLite without statistics walks through every product that is live: fifty times as long with 3,500.
    offered = Listing.objects.filter(
        product_id=OuterRef("product_id"),
        channel_id=channel_id,
        published=True,
        product__status=Product.Status.LIVE,
    )
    return Variant.objects.filter(Exists(offered), active=True).order_by()


@compiled_once
def _any(ids: list[int]) -> QuerySet[Variant, Row]:
    return Variant.objects.filter(pk__in=ids).order_by().values(*FIELDS, *_PARENT)


@compiled_once
def _sold(ids: list[int], channel_id: int) -> QuerySet[Variant, Row]:
    return _sellable(channel_id).filter(pk__in=ids).values(*FIELDS, *_PARENT)


@compiled_once
def _sold_as(skus: list[str], channel_id: int) -> QuerySet[Variant, tuple[str, int]]:
    return _sellable(channel_id).filter(sku__in=skus).values_list("sku", "id")


@compiled_once
def _pictures_of(product_ids: list[int]) -> QuerySet[ProductImage, Row]:
    return image_rows(ProductImage.objects.filter(product_id__in=product_ids))


def _facts(rows: Collection[Row], locale: str) -> dict[int, VariantFacts]:
    pictures = _pictures({row["product_id"] for row in rows})
    rows = rows if locale == SOURCE else _in_words_of(locale, rows)
    found = {}
    for row in rows:
        product = {name.removeprefix("product__"): row[name] for name in _PARENT}
        picture = best_picture(pictures.get(row["product_id"], []), row["id"])
        title = text(product, "title", locale)
        image = image_facts(picture, locale, title) if picture else None
        found[row["id"]] = variant_facts(row, product, image, locale)
    return found


def _in_words_of(locale: str, rows: Collection[Row]) -> list[Row]:
    """The rows with their options named and valued in a language; two queries."""
    types = product_type_codes(row["id"] for row in rows)
    schemas = attribute_schemas(type_codes=set(types.values()))
    by_type = {(schema.type_code, schema.code): schema for schema in schemas}

    def worded(row: Row) -> Row:
        names, options = [], {}
        for name, value in ordered(row["options"], row["product__option_names"]).items():
            schema = by_type.get((types.get(row["id"], ""), attribute_code(name)))
            names.append(label_of(schema, locale) if schema else name)
            options[names[-1]] = choice_label(schema, value, locale) if schema else value
        return {**row, "options": options, "product__option_names": names}

    return [worded(row) for row in rows]


def _pictures(product_ids: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for row in _pictures_of(product_ids=list(product_ids)):
        found.setdefault(row["product_id"], []).append(row)
    return found


def best_picture(pictures: list[dict[str, Any]], variant_id: int) -> dict[str, Any] | None:
    """The variant's own picture, else the first that belongs to no other variant, else the first."""
    own = [row for row in pictures if row["variant_id"] == variant_id]
    common = [row for row in pictures if row["variant_id"] is None]
    return next(iter([*own, *common, *pictures]), None)


def variant_by_sku(sku: str, *, locale: str = SOURCE) -> VariantFacts:
    """The variant with this SKU (see ``rules.normalize_sku``). Raises :class:`VariantNotFound`."""
    id_ = Variant.objects.filter(sku=normalize_sku(sku)).values_list("id", flat=True).first()
    if id_ is None:
        raise VariantNotFound(sku=str(sku)[:120])
    return variants([id_], locale=locale)[id_]


def variant_ids_by_sku(skus: Iterable[str]) -> dict[str, int]:
    """Ids by normalised SKU; one query per 1,000."""
    wanted = list(dict.fromkeys(map(normalize_sku, skus)))
    found: dict[str, int] = {}
    for start in range(0, len(wanted), 1_000):
        part = wanted[start : start + 1_000]
        found.update(Variant.objects.filter(sku__in=part).order_by().values_list("sku", "id"))
    return found


def product_ids_of_variants(variant_ids: Iterable[int]) -> dict[int, int]:
    """The product of each variant, for listeners that are told variants."""
    return dict(_products_of(ids=list(variant_ids)))


@compiled_once
def _products_of(ids: list[int]) -> QuerySet[Variant, tuple[int, int]]:
    return Variant.objects.filter(pk__in=ids).order_by().values_list("id", "product_id")


def variant_ids_of_products(product_ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """The active variants of each product, in order."""
    found: dict[int, list[int]] = {}
    for product_id, id_ in _active_of(ids=list(product_ids)):
        found.setdefault(product_id, []).append(id_)
    return {product_id: tuple(ids) for product_id, ids in found.items()}


@compiled_once
def _active_of(ids: list[int]) -> QuerySet[Variant, tuple[int, int]]:
    rows = Variant.objects.filter(product_id__in=ids, active=True)
    return rows.order_by("position", "id").values_list("product_id", "id")


def tax_classes_of(variant_ids: Iterable[int]) -> dict[int, str]:
    """Return {variant id: code of the tax class that it names}; one query."""
    return dict(Variant.objects.filter(pk__in=list(variant_ids)).order_by().values_list("pk", "tax_class"))


def product_type_codes(variant_ids: Iterable[int]) -> dict[int, str]:
    """Return {variant id: code of its product's type}; one query."""
    rows = Variant.objects.filter(pk__in=list(variant_ids))
    return dict(rows.values_list("pk", "product__product_type__code"))


def product_slugs(product_ids: Iterable[int]) -> dict[int, str]:
    """Addresses by id."""
    return dict(Product.objects.filter(pk__in=list(product_ids)).order_by().values_list("id", "slug"))


def product_ids_by_slug(slugs: Iterable[str]) -> dict[str, int]:
    """Products by their addresses; an address that no product has is left out."""
    return dict(Product.objects.filter(slug__in=list(slugs)).order_by().values_list("slug", "id"))


def product_id_by_slug(slug: str) -> int | None:
    """The product with this address, or None."""
    return Product.objects.filter(slug=slug).values_list("pk", flat=True).first()


def variant_by_code(codes: Collection[str], *, locale: str = SOURCE) -> VariantFacts | None:
    """The variant with one of these barcodes, else with one of these SKUs (also in capitals); or None."""
    wanted = [code for code in codes if code]
    rows = Variant.objects.order_by("pk").values_list("pk", flat=True)
    variant_id = rows.filter(barcode__in=wanted).first()
    if variant_id is None:
        skus = {normalize_sku(code) for code in (*wanted, *(code.upper() for code in wanted))}
        variant_id = rows.filter(sku__in=skus).first()
    return variants([variant_id], locale=locale)[variant_id] if variant_id is not None else None


def substitutes_of(variant_id: int, *, channel_id: int, locale: str = SOURCE) -> tuple[VariantFacts, ...]:
    """The variants that may stand in for one, as its product's relations say, and that a channel sells."""
    products = ProductRelation.objects.filter(
        product__variants=variant_id, kind=ProductRelation.Kind.SUBSTITUTE
    ).order_by("position", "pk")
    ids = [
        found
        for product_id in products.values_list("other_id", flat=True)
        for found in Variant.objects.filter(product_id=product_id).order_by("pk").values_list("pk", flat=True)
    ]
    sold = sellable_variants(ids, channel_id=channel_id, locale=locale)
    return tuple(sold[found] for found in ids if found in sold)
