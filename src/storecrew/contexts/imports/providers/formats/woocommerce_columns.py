"""The columns of WooCommerce's CSV."""

from __future__ import annotations

import re

from storecrew.contexts.imports.providers.formats import woocommerce_words as words
from storecrew.contexts.imports.providers.formats.protocol import Column
from storecrew.contexts.imports.rules import names

_LABELS = (
    ("id", "ID"),
    ("type", "Type"),
    ("sku", "SKU"),
    ("barcode", "GTIN, UPC, EAN, or ISBN"),
    ("name", "Name"),
    ("published", "Published"),
    ("visibility", "Visibility in catalog"),
    ("short_description", "Short description"),
    ("description", "Description"),
    ("sale_from", "Date sale price starts"),
    ("sale_to", "Date sale price ends"),
    ("tax_status", "Tax status"),
    ("tax_class", "Tax class"),
    ("in_stock", "In stock?"),
    ("stock", "Stock"),
    ("weight", "Weight"),
    ("length", "Length"),
    ("width", "Width"),
    ("height", "Height"),
    ("sale_price", "Sale price"),
    ("regular_price", "Regular price"),
    ("categories", "Categories"),
    ("tags", "Tags"),
    ("images", "Images"),
    ("parent", "Parent"),
    ("position", "Position"),
    ("brands", "Brands"),
    ("backorders", "Backorders allowed?"),
    ("upsells", "Upsells"),
    ("cross_sells", "Cross-sells"),
    ("grouped", "Grouped products"),
    ("cost", "Cost of goods"),
    ("seo_title", "SEO title"),
    ("seo_description", "SEO description"),
)
COLUMNS = tuple(Column(name, label, tuple(words.WORDS.get(name, ()))) for name, label in _LABELS)

_KNOWN = {
    words.squeezed(spelling): column.name
    for column in reversed(COLUMNS)
    for spelling in (column.label, column.name, *column.spellings)
} | {"costofgoodssold": "cost", "cost": "cost"}
_MEASURE = re.compile(r"(.{1,20}?) ?\(([a-z]{1,4})\)")
_MEASURES = {"weight", "length", "width", "height"}
_UNITS = {"libras": "lb", "livres": "lb", "фунты": "lb", "pouce": "in", "кг": "kg", "см": "cm", "г": "g"}
_WORD_UNIT = re.compile(r"(.{1,20}?) ?\(([^()]{1,10})\)")
_SILENT = re.compile(r"downloads?(?:| .{1,40})|(?:téléchargement|descarga|ダウンロード) ?[0-9]{1,3} .{1,40}")


def column_name(header: str) -> str | None:
    """Our name for a header: ``attribute:2:name``, ``weight@kg``, or one of :data:`COLUMNS`."""
    text = names.header_name(header)
    known = _KNOWN.get(words.squeezed(header)) or words.META.get(words.meta_key(header))
    if known:
        return known
    kind = words.attribute_column(header)
    if kind:
        number = re.search(r"[0-9]{1,3}", text)
        return f"attribute:{int(number[0])}:{kind}" if number else None
    match = _MEASURE.fullmatch(text) or _WORD_UNIT.fullmatch(text)
    name = _KNOWN.get(words.squeezed(match[1])) if match else None
    if match and name in _MEASURES:
        return f"{name}@{_UNITS.get(match[2], match[2])}"
    return None


def is_silent(header: str) -> bool:
    """Columns of the format that the shop has no use for."""
    return (
        words.squeezed(header) in words.UNUSED
        or words.attribute_column(header) == ""
        or words.meta_key(header).startswith("_")
        or bool(_SILENT.fullmatch(names.header_name(header)))
    )
