"""Articles as the people of the house call them: in the language of their page, whatever a customer reads."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import get_language

from storecrew.contexts.catalog import public as catalog


def variants_of(ids: Iterable[int]) -> dict[int, catalog.VariantFacts]:
    """Return the articles of a page by id, in its language."""
    return catalog.variants(sorted(set(ids)), locale=get_language() or "en")


def name_of(variant: catalog.VariantFacts | None) -> str:
    """Return what a person calls an article: its title and options; "" for none."""
    if variant is None:
        return ""
    return " · ".join([variant.product_title, *map(str, variant.options.values())])
