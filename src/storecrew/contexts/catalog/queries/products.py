"""Product pages and cards: a fixed, small number of queries, rows read as values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django.db.models import QuerySet

from storecrew.contexts.catalog.errors import ProductNotFound
from storecrew.contexts.catalog.facts import (
    AttributeFacts,
    AttributeSchema,
    CardFacts,
    Completeness,
    Crumb,
    Missing,
    OptionFacts,
    ProductPage,
    RelatedFacts,
    Swatch,
    VariantFacts,
)
from storecrew.contexts.catalog.models import (
    Category,
    Product,
    ProductCategory,
    ProductImage,
    ProductRelation,
    Variant,
)
from storecrew.contexts.catalog.queries.attributes import TYPES_TAG, attribute_schemas
from storecrew.contexts.catalog.queries.categories import ancestor_paths
from storecrew.contexts.catalog.queries.images import image_facts, image_rows
from storecrew.contexts.catalog.queries.texts import SOURCE, text
from storecrew.contexts.catalog.queries.variants import FIELDS as VARIANT_FIELDS
from storecrew.contexts.catalog.queries.variants import variant_facts
from storecrew.contexts.catalog.rules import attributes as typed
from storecrew.contexts.catalog.rules.completeness import PARTS, Parts, missing_parts, score
from storecrew.contexts.catalog.rules.text import attribute_code, plain_text
from storecrew.kernel.kept import Memory
from storecrew.kernel.reads import compiled_once

_PAGE = (
    "id", "slug", "title", "subtitle", "description", "brand", "status", "attributes", "option_names", "tags",
    "seo_title", "seo_description", "translations", "version", "updated_at", "product_type__code",
    "product_type__name", "product_type__translations",
)  # fmt: skip


def product_page(slug: str, locale: str, channel_id: int, *, preview: bool = False) -> ProductPage:
    """Everything of a product but price and stock; seven queries whatever its size.

    Only products that are listed in the channel and live, or at the end of their life, have a page;
    ``preview`` shows any. Raises :class:`ProductNotFound`.
    """
    products = Product.objects.filter(slug=slug)
    if not preview:
        products = products.filter(
            status__in=("live", "end_of_life"), listings__channel_id=channel_id, listings__published=True
        )
    row = products.values(*_PAGE).first()
    if row is None:
        raise ProductNotFound(slug=slug[:200])
    schema = attribute_schemas(type_codes=[row["product_type__code"]])
    title = text(row, "title", locale)
    images = [
        image_facts(i, locale, title) for i in image_rows(ProductImage.objects.filter(product_id=row["id"]))
    ]
    by_variant = {image.variant_id: image for image in reversed(images) if image.variant_id}
    variant_rows = list(
        Variant.objects.filter(product_id=row["id"], active=True)
        .order_by("position", "id")
        .values(*VARIANT_FIELDS, "attributes")
    )
    variants = tuple(variant_facts(v, row, by_variant.get(v["id"]), locale) for v in variant_rows)
    crumbs, paths = _crumbs(row["id"], locale)
    kind = row["product_type__translations"].get(locale) or {}
    return ProductPage(
        id=row["id"],
        slug=row["slug"],
        title=title,
        subtitle=text(row, "subtitle", locale),
        html=text(row, "description", locale),
        brand=row["brand"],
        status=row["status"],
        seo_title=text(row, "seo_title", locale),
        seo_description=text(row, "seo_description", locale),
        type_code=row["product_type__code"],
        type_name=kind.get("name") or row["product_type__name"],
        images=tuple(images),
        options=_options(row["option_names"], variants, schema, locale),
        variants=variants,
        attributes=_attributes(row["attributes"], variant_rows, schema, locale, row["option_names"]),
        breadcrumbs=crumbs,
        category_paths=paths,
        relations=_relations(row["id"], locale, channel_id),
        tags=tuple(row["tags"]),
        version=row["version"],
        updated_at=row["updated_at"],
    )


def _options(
    names: Iterable[str], variants: Iterable[VariantFacts], schema: Iterable[AttributeSchema], locale: str
) -> tuple[OptionFacts, ...]:
    by_code = {attribute.code: attribute for attribute in schema}
    options = []
    for name in names:
        values = dict.fromkeys(v.options[name] for v in variants if name in v.options)
        attribute = by_code.get(attribute_code(name))
        if attribute is None:
            swatches = tuple(Swatch(value, value, "") for value in values)
            options.append(OptionFacts(name, name, swatches))
        else:
            swatches = tuple(swatch(attribute, value, locale) for value in values)
            options.append(OptionFacts(name, typed.label_of(attribute, locale), swatches))
    return tuple(option for option in options if option.values)


def swatch(attribute: AttributeSchema, value: str, locale: str) -> Swatch:
    """One value of an option or facet with its label and color."""
    return Swatch(value, typed.choice_label(attribute, value, locale), typed.swatch_of(attribute, value))


def _attributes(
    own: Mapping[str, Any],
    variant_rows: Iterable[Mapping[str, Any]],
    schema: Iterable[AttributeSchema],
    locale: str,
    option_names: Iterable[str],
) -> tuple[AttributeFacts, ...]:
    """The specification: product values, and variant values that are the same in all variants."""
    chosen = {attribute_code(name) for name in option_names}
    facts = []
    for attribute in schema:
        value = own.get(attribute.code)
        group: Any = "product"
        if value is None and attribute.is_variant_level and attribute.code not in chosen:
            values = [row["attributes"].get(attribute.code) for row in variant_rows]
            value = values[0] if values and all(other == values[0] for other in values) else None
            group = "variant"
        if value is None:
            continue
        facts.append(
            AttributeFacts(
                attribute.code, typed.label_of(attribute, locale), attribute.kind,
                typed.display(attribute, value, locale), value, typed.swatch_of(attribute, value), group,
            )
        )  # fmt: skip
    return tuple(facts)


def _crumbs(product_id: int, locale: str) -> tuple[tuple[Crumb, ...], tuple[str, ...]]:
    """The way to the product's main category, and the paths of all its categories."""
    paths = tuple(
        ProductCategory.objects.filter(product_id=product_id, category__visible=True)
        .order_by("id")
        .values_list("category__url_path", flat=True)
    )
    if not paths:
        return (), ()
    way = [*ancestor_paths(paths[0]), paths[0]]
    rows = Category.objects.filter(url_path__in=way).values("id", "name", "url_path", "translations")
    found = {row["url_path"]: Crumb(text(row, "name", locale), row["url_path"], row["id"]) for row in rows}
    return tuple(found[path] for path in way if path in found), paths


def _relations(product_id: int, locale: str, channel_id: int) -> tuple[RelatedFacts, ...]:
    rows = ProductRelation.objects.filter(
        product_id=product_id,
        other__status="live",
        other__listings__channel_id=channel_id,
        other__listings__published=True,
    ).order_by("position", "id")
    return tuple(
        RelatedFacts(id_, slug, str((texts.get(locale) or {}).get("title") or title), cast("Any", kind))
        for id_, slug, title, texts, kind in rows.values_list(
            "other_id", "other__slug", "other__title", "other__translations", "kind"
        )
    )


@compiled_once
def _card_rows(ids: list[int]) -> QuerySet[Product, dict[str, Any]]:
    names = ("id", "slug", "title", "subtitle", "brand", "translations", "product_type__code")
    return Product.objects.filter(pk__in=ids).order_by().values(*names)


@compiled_once
def _card_variants(ids: list[int]) -> QuerySet[Variant, tuple[int, int, dict[str, Any]]]:
    active = Variant.objects.filter(product_id__in=ids, active=True).order_by("position", "id")
    return active.values_list("product_id", "id", "attributes")


@compiled_once
def _card_images(ids: list[int]) -> QuerySet[ProductImage, dict[str, Any]]:
    return image_rows(ProductImage.objects.filter(product_id__in=ids))


_kept_cards: Memory[CardFacts] = Memory(most=5_000)


def cards(product_ids: Iterable[int], *, locale: str = SOURCE) -> dict[int, CardFacts]:
    """Cards by product id, without price and stock; four queries for those that are not kept."""
    found = _kept_cards.get_many(
        [(id_, locale) for id_ in product_ids],
        lambda key: (f"product:{key[0]}", TYPES_TAG),
        lambda missing: {(id_, locale): card for id_, card in _read_cards(missing, locale).items()},
    )
    return {id_: card for (id_, _locale), card in found.items()}


def _read_cards(keys: list[tuple[int, str]], locale: str) -> dict[int, CardFacts]:
    ids = [id_ for id_, _locale in keys]
    if not ids:
        return {}
    rows = _card_rows(ids=ids)
    variants: dict[int, list[tuple[int, dict[str, Any]]]] = {}
    for product_id, id_, values in _card_variants(ids=ids):
        variants.setdefault(product_id, []).append((id_, values))
    images: dict[int, Mapping[str, Any]] = {}
    for image in _card_images(ids=ids):
        images.setdefault(image["product_id"], image)
    colors: dict[str, list[AttributeSchema]] = {}
    for attribute in attribute_schemas():
        if attribute.kind == "color" and attribute.is_variant_level:
            colors.setdefault(attribute.type_code, []).append(attribute)
    return {
        row["id"]: _card(row, variants.get(row["id"], []), images.get(row["id"]), colors, locale)
        for row in rows
    }


def _card(
    row: Mapping[str, Any],
    variants: list[tuple[int, dict[str, Any]]],
    image: Mapping[str, Any] | None,
    colors: Mapping[str, list[AttributeSchema]],
    locale: str,
) -> CardFacts:
    title = text(row, "title", locale)
    swatches: dict[str, Swatch] = {}
    for attribute in colors.get(row["product_type__code"], ())[:1]:
        for _id, values in variants:
            for value in typed.as_list(values.get(attribute.code)):
                swatches.setdefault(value, swatch(attribute, value, locale))
    return CardFacts(
        id=row["id"],
        slug=row["slug"],
        title=title,
        subtitle=text(row, "subtitle", locale),
        brand=row["brand"],
        image=image_facts(image, locale, title) if image else None,
        variant_ids=tuple(id_ for id_, _values in variants),
        swatches=tuple(swatches.values()),
    )


def completeness(product_id: int) -> Completeness:
    """The score of a product and what is missing. Raises :class:`ProductNotFound`."""
    product = Product.objects.filter(pk=product_id).first()
    if product is None:
        raise ProductNotFound(product_id=product_id)
    missing = set(missing_of(product))
    return Completeness(
        score(missing),
        tuple(Missing(code, str(label), weight) for code, label, weight in PARTS if code in missing),
    )


def missing_of(product: Product) -> tuple[str, ...]:
    """The codes of what a product lacks, from what is stored."""
    variants = list(product.variants.filter(active=True).values_list("attributes", "weight_g"))
    filled = set(product.attributes)
    if variants:
        filled |= set.intersection(*(set(values) for values, _weight in variants))
    required = product.product_type.attributes.filter(is_required=True)
    return missing_parts(
        Parts(
            title=product.title,
            description_text=plain_text(product.description),
            brand=product.brand,
            seo_description=product.seo_description,
            image_alts=list(product.images.values_list("alt", flat=True)),
            has_category=product.category_links.exists(),
            required=list(required.values_list("code", flat=True)),
            filled=filled,
            active_weights=[weight for _values, weight in variants],
        )
    )
