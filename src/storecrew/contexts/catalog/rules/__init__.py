"""Policy of the catalog in plain Python: no table is read or written here."""

from storecrew.contexts.catalog.rules.text import (
    attribute_code,
    clean_html,
    clean_line,
    normalize_sku,
    plain_text,
    slugify,
)

__all__ = [
    "attribute_code",
    "clean_html",
    "clean_line",
    "normalize_sku",
    "plain_text",
    "slugify",
]
