"""Articles by name, for fields in which SKUs are written down."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse_lazy
from django.utils.text import format_lazy
from django.utils.translation import get_language

from storecrew.contexts.catalog import public as catalog
from storecrew.surfaces.ui.backoffice.access import workspace_page

MOST = 8


@workspace_page(permission="catalog.read")
def articles(request: HttpRequest) -> HttpResponse:
    """Answer a field with JSON: `items` of `text`, which is written into it, and `name`, best first.

    With `groups` also categories and whole products, by their addresses.
    """
    text = request.GET.get("q", "").strip()[:100]
    language = get_language() or "en"
    items: list[dict[str, str]] = []
    if text and "groups" in request.GET:
        items += [
            {"text": each.url_path, "name": each.name} for each in catalog.categories_named(text, limit=2)
        ]
        products = catalog.products_named(text, limit=2)
        items += [{"text": f"p/{slug}", "name": title} for slug, title in products.items()]
    if text:
        ids = catalog.variant_ids_named(text, limit=MOST - len(items))
        found = catalog.variants(ids, locale=language)
        items += [
            {"text": each.sku, "name": " · ".join([each.product_title, *map(str, each.options.values())])}
            for each in (found[key] for key in ids)
        ]
    return JsonResponse({"items": items})


def article_attrs(*, units: bool = False, groups: bool = False, commas: bool = False) -> dict[str, Any]:
    """Return what makes a field of SKUs, one a row or with ``commas``, offer articles by their names.

    It may take ``units`` behind each SKU, or ``groups``: categories and products beside SKUs.
    """
    address = reverse_lazy("backoffice_articles")
    found: dict[str, Any] = {
        "data-sc-articles": format_lazy("{}{}", address, "?groups=1" if groups else ""),
        "autocomplete": "off",
        "spellcheck": "false",
    }
    return found | ({"data-sc-units": ""} if units else {}) | ({"data-sc-commas": ""} if commas else {})


class ArticlesInput(forms.Textarea):
    """Rows of SKUs, of which each can be chosen by the name of its article."""

    def __init__(
        self, *, rows: int = 3, units: bool = False, groups: bool = False, commas: bool = False
    ) -> None:
        """Take what `article_attrs` takes."""
        super().__init__({"rows": rows} | article_attrs(units=units, groups=groups, commas=commas))
