"""Articles, products and categories by what people call them, for fields that name them."""

from __future__ import annotations

from django.db.models import Q

from storecrew.contexts.catalog.facts import Crumb
from storecrew.contexts.catalog.models import Category, Product, Variant
from storecrew.contexts.catalog.queries.categories import category_names


def variant_ids_named(name: str, *, limit: int) -> list[int]:
    """Variants whose SKU begins so, then those whose title or SKU holds all the words; two queries at most.

    What nobody can sell any more is left out.
    """
    rows = Variant.objects.filter(active=True).exclude(product__status="end_of_life")
    found = list(rows.filter(sku__istartswith=name).order_by("sku").values_list("pk", flat=True)[:limit])
    words = name.split()
    if len(found) < limit and words:
        for word in words:
            rows = rows.filter(_titled(word, "product__") | Q(sku__icontains=word))
        more = rows.exclude(pk__in=found).order_by("product__title", "sku").values_list("pk", flat=True)
        found += more[: limit - len(found)]
    return found


def products_named(name: str, *, limit: int) -> dict[str, str]:
    """Titles by address of products whose title holds all the words; one query."""
    rows = Product.objects.exclude(status="end_of_life")
    for word in name.split():
        rows = rows.filter(_titled(word))
    return dict(rows.order_by("title", "pk").values_list("slug", "title")[:limit])


def categories_named(name: str, *, limit: int) -> list[Crumb]:
    """Categories whose name or address holds the text."""
    rows = Category.objects.filter(
        Q(name__icontains=name) | Q(url_path__icontains=name) | Q(translations__ko__name__icontains=name)
    )
    found = category_names(rows.order_by("url_path").values_list("pk", flat=True)[:limit])
    return sorted(found.values(), key=lambda each: each.url_path)


def _titled(word: str, of: str = "") -> Q:
    return Q(**{f"{of}title__icontains": word}) | Q(**{f"{of}translations__ko__title__icontains": word})
