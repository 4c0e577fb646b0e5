"""Texts in further languages as columns of the spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import QueryDict

from storecrew.contexts.catalog.models import Product
from storecrew.surfaces.workspaces.ecommerce_sme.products.product_forms import LABELS
from storecrew.surfaces.workspaces.ecommerce_sme.products.words import locale_word, other_locales

LINES = ("title", "subtitle", "seo_title", "seo_description")
Text = tuple[str, str]


def all_texts() -> dict[str, Text]:
    """Return the texts that can be a column, by the code that the address has: "ko:title"."""
    return {f"{locale}:{name}": (locale, name) for locale in other_locales() for name in LINES}


def chosen(query: QueryDict, most: int) -> dict[str, Text]:
    """Return those that the address asks for."""
    known = all_texts()
    return {code: known[code] for code in [c for c in query.getlist("attr") if c in known][:most]}


def label(text: Text) -> str:
    """Return "Title · Korean"."""
    locale, name = text
    return f"{LABELS[name]} · {locale_word(locale)}"


def stored(product: Product, text: Text) -> str:
    """Return what a product says there, "" for nothing."""
    locale, name = text
    return str(product.translations.get(locale, {}).get(name, ""))


def merged(product: Product, typed: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Return the translations of a product with what was typed, by code; an empty text is taken out."""
    known = all_texts()
    found: dict[str, dict[str, Any]] = {key: dict(texts) for key, texts in product.translations.items()}
    for code, words in typed.items():
        locale, name = known[code]
        found.setdefault(locale, {})[name] = words
    kept = {key: {name: text for name, text in texts.items() if text} for key, texts in found.items()}
    return {key: texts for key, texts in kept.items() if texts}


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterable[tuple[str, str, str]]:
    """Return (field, old, new) of the texts that differ."""
    for text in all_texts().values():
        locale, name = text
        before, after = (str(side.get(locale, {}).get(name, "")) for side in (old, new))
        if before != after:
            yield label(text), before, after
