"""Turning the rows of a file or a generator into clean values, one row at a time.

Nothing here looks at what is stored; the operation compares and writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from storecrew.contexts.catalog.facts import ImageRow, ProductRow, RowProblem, VariantRow
from storecrew.contexts.catalog.rules.barcodes import InvalidBarcode, clean_barcode
from storecrew.contexts.catalog.rules.statuses import STATUSES
from storecrew.contexts.catalog.rules.text import clean_html, clean_line, normalize_sku, slugify

LIMITS = {"title": 255, "subtitle": 255, "brand": 120, "seo_title": 255, "seo_description": 500}
TRANSLATED = ("title", "subtitle", "description", "seo_title", "seo_description")
MEASURES = ("weight_g", "length_mm", "width_mm", "height_mm")
MAX_MEASURE = 2_000_000_000
MAX_DESCRIPTION = 200_000


@dataclass(slots=True)
class CleanVariant:
    sku: str
    given: dict[str, Any] = field(default_factory=dict)  # columns that the row sets
    attributes: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class CleanRow:
    """A row after cleaning. It is written only when ``problems`` is empty."""

    slug: str
    source_key: str
    product_type: str | None
    given: dict[str, Any] = field(default_factory=dict)
    attributes: dict[str, Any] = field(default_factory=dict)
    variants: list[CleanVariant] = field(default_factory=list)
    option_names: list[str] = field(default_factory=list)
    categories: tuple[tuple[str, ...], ...] | None = None
    images: tuple[ImageRow, ...] | None = None
    channels: tuple[str, ...] = ()
    replace_variants: bool = False
    gathers: frozenset[str] = frozenset()
    problems: list[RowProblem] = field(default_factory=list)
    warnings: list[RowProblem] = field(default_factory=list)


def clean_row(row: ProductRow) -> CleanRow:
    """The row with every value in its stored form, and what is wrong with it."""
    clean = CleanRow(
        slug=slugify(row.slug),
        source_key=clean_line(row.source_key)[:200],
        product_type=slugify(row.product_type)[:64] if row.product_type else None,
        categories=row.categories,
        images=row.images,
        channels=row.channels,
        replace_variants=row.replace_variants,
        gathers=frozenset(map(normalize_sku, row.gathers)),
    )
    if not clean.slug:
        clean.problems.append(RowProblem("no_slug", _("The product has no address."), "slug", row.slug))
    _clean_texts(row, clean)
    if row.status is not None:
        if row.status in STATUSES:
            clean.given["status"] = row.status
        else:
            clean.problems.append(
                RowProblem("bad_status", _("This status does not exist."), "status", str(row.status))
            )
    if row.tags is not None:
        clean.given["tags"] = list(dict.fromkeys(tag for tag in map(clean_line, row.tags) if tag))
    if row.translations is not None:
        clean.given["translations"] = clean_translations(row.translations)
    clean.attributes = dict(row.attributes or {})
    _clean_variants(row, clean)
    return clean


def _clean_texts(row: ProductRow, clean: CleanRow) -> None:
    for name, limit in LIMITS.items():
        value = getattr(row, name)
        if value is None:
            continue
        text = clean_line(value)
        if len(text) > limit:
            clean.warnings.append(
                RowProblem("shortened", _("This text was too long and was shortened."), name, text[:80])
            )
            text = text[:limit].rstrip()
        clean.given[name] = text
    if not clean.given.get("title"):
        clean.problems.append(RowProblem("no_title", _("The product has no title."), "title"))
    if row.description is not None:
        clean.given["description"] = clean_html(row.description[:MAX_DESCRIPTION])


def clean_translations(translations: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, str]]:
    """Texts by locale and field; unknown fields and empty texts are left out."""
    cleaned: dict[str, dict[str, str]] = {}
    for locale, texts in translations.items():
        kept = {
            name: clean_html(str(texts[name])) if name == "description" else clean_line(texts[name])[:500]
            for name in TRANSLATED
            if texts.get(name)
        }
        if kept and str(locale).replace("-", "").isalnum() and len(str(locale)) <= 10:
            cleaned[str(locale)] = kept
    return cleaned


def _clean_variants(row: ProductRow, clean: CleanRow) -> None:
    seen: set[str] = set()
    for variant in row.variants:
        cleaned = _clean_variant(variant, clean)
        if not cleaned.sku:
            clean.problems.append(RowProblem("no_sku", _("A variant has no SKU."), "sku"))
        elif cleaned.sku in seen:
            clean.problems.append(
                RowProblem("sku_twice", _("The product has this SKU twice."), "sku", cleaned.sku)
            )
        seen.add(cleaned.sku)
        clean.variants.append(cleaned)


def _clean_variant(variant: VariantRow, clean: CleanRow) -> CleanVariant:
    cleaned = CleanVariant(sku=normalize_sku(variant.sku)[:120])
    if variant.options is not None:
        options = {
            clean_line(name)[:60]: clean_line(value)[:200]
            for name, value in variant.options.items()
            if name and value
        }
        if "" in options or "" in options.values():
            options = {name: value for name, value in options.items() if name and value}
        cleaned.given["options"] = options
        clean.option_names.extend(name for name in options if name not in clean.option_names)
    if variant.barcode is not None:
        try:
            cleaned.given["barcode"] = clean_barcode(variant.barcode)
        except InvalidBarcode:
            clean.warnings.append(
                RowProblem(
                    "bad_barcode",
                    _("The barcode is not a valid GTIN and was left out."),
                    f"{cleaned.sku}.barcode",
                    str(variant.barcode)[:80],
                )
            )
    for name in MEASURES:
        value = getattr(variant, name)
        if value is None:
            continue
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_MEASURE:
            cleaned.given[name] = value
        else:
            clean.warnings.append(
                RowProblem(
                    "bad_measure", _("A weight or size is not possible and was left out."),
                    f"{cleaned.sku}.{name}", str(value)[:80],
                )
            )  # fmt: skip
    if variant.tax_class is not None:
        cleaned.given["tax_class"] = slugify(variant.tax_class)[:40] or "standard"
    if variant.active is not None:
        cleaned.given["active"] = bool(variant.active)
    cleaned.attributes = dict(variant.attributes or {})
    return cleaned
