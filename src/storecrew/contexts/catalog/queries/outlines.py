"""Many products at once as feeds and audits need them: texts, pictures and variants, five queries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from storecrew.contexts.catalog.facts import ProductOutline
from storecrew.contexts.catalog.models import Listing, Product, ProductCategory, ProductImage, Variant
from storecrew.contexts.catalog.queries.images import image_facts, image_rows, picture_address
from storecrew.contexts.catalog.queries.texts import SOURCE, text
from storecrew.contexts.catalog.queries.variants import FIELDS as VARIANT_FIELDS
from storecrew.contexts.catalog.queries.variants import best_picture, variant_facts
from storecrew.contexts.catalog.rules.text import plain_text

_TEXTS = (
    "id", "slug", "title", "subtitle", "description", "brand", "status", "option_names", "seo_title",
    "seo_description", "translations", "version", "product_type__code", "product_type__name",
)  # fmt: skip


def listed_products(channel_id: int, *, after: int = 0, limit: int = 500) -> list[int]:
    """Return the next ids of live products that a channel lists, rising: a walk in bounded memory."""
    rows = Listing.objects.filter(
        channel_id=channel_id, published=True, product__status="live", product_id__gt=after
    )
    return list(rows.order_by("product_id").values_list("product_id", flat=True)[:limit])


class FindableProduct(NamedTuple):
    """A product as a sitemap names it: ``image`` is the address of its first picture, "" without one."""

    id: int
    slug: str
    title: str
    image: str


def count_listed(channel_id: int) -> int:
    """Return how many live products a channel lists."""
    return Listing.objects.filter(channel_id=channel_id, published=True, product__status="live").count()


def findable_products(channel_id: int, *, start: int = 0, limit: int = 1000) -> list[FindableProduct]:
    """Return the products of a channel from number ``start`` on; two queries, however many."""
    listed = Listing.objects.filter(channel_id=channel_id, published=True, product__status="live")
    rows = list(
        listed.order_by("product_id").values_list("product_id", "product__slug", "product__title")[
            start : start + limit
        ]
    )
    if not rows:
        return []
    pictures = ProductImage.objects.filter(
        product_id__gte=rows[0][0],
        product_id__lte=rows[-1][0],
        product__listings__channel_id=channel_id,
        product__listings__published=True,
    )
    first: dict[int, str] = {}
    for row in image_rows(pictures).iterator():
        if row["product_id"] not in first:
            first[row["product_id"]] = picture_address(row)
    return [FindableProduct(key, slug, title, first.get(key, "")) for key, slug, title in rows]


def outlines(
    product_ids: Iterable[int], *, channel_id: int, locale: str = SOURCE
) -> dict[int, ProductOutline]:
    """Return those of the products that are live and listed in the channel; five queries for all."""
    rows = Product.objects.filter(
        pk__in=list(product_ids),
        status="live",
        listings__channel_id=channel_id,
        listings__published=True,
    ).values(*_TEXTS)
    products = {row["id"]: row for row in rows}
    pictures: dict[int, list[dict[str, Any]]] = {}
    for row in image_rows(ProductImage.objects.filter(product_id__in=products)):
        pictures.setdefault(row["product_id"], []).append(row)
    variants: dict[int, list[dict[str, Any]]] = {}
    active = Variant.objects.filter(product_id__in=products, active=True).order_by("position", "id")
    for row in active.values(*VARIANT_FIELDS):
        variants.setdefault(row["product_id"], []).append(row)
    categories = _main_categories(products, locale)
    found = {}
    for key, row in products.items():
        title, own = text(row, "title", locale), pictures.get(key, [])
        facts = []
        for variant in variants.get(key, ()):
            picture = best_picture(own, variant["id"])
            image = image_facts(picture, locale, title) if picture else None
            facts.append(variant_facts(variant, row, image, locale))
        found[key] = ProductOutline(
            id=key,
            slug=row["slug"],
            title=title,
            subtitle=text(row, "subtitle", locale),
            text=plain_text(text(row, "description", locale)),
            brand=row["brand"],
            seo_title=text(row, "seo_title", locale),
            seo_description=text(row, "seo_description", locale),
            type_code=row["product_type__code"],
            type_name=row["product_type__name"],
            category=categories.get(key, ""),
            images=tuple(image_facts(each, locale, title) for each in own),
            described=sum(bool(each["translations"].get(locale) or each["alt"]) for each in own),
            variants=tuple(facts),
            version=row["version"],
        )
    return found


def _main_categories(product_ids: Iterable[int], locale: str) -> dict[int, str]:
    """Return the name of each product's main category; one query."""
    links = ProductCategory.objects.filter(product_id__in=list(product_ids), category__visible=True)
    found: dict[int, str] = {}
    for product_id, name, translations in links.order_by("id").values_list(
        "product_id", "category__name", "category__translations"
    ):
        found.setdefault(product_id, text({"name": name, "translations": translations}, "name", locale))
    return found
