"""Lists straight from the tables, for the time in which the search index is not there."""

from __future__ import annotations

from django.db.models import Q

from storecrew.contexts.catalog.models import Category, Product, ProductCategory
from storecrew.contexts.catalog.rules.text import clean_line, normalize_sku

MOST_WORDS = 6


def list_products(
    *,
    channel_id: int,
    category_id: int | None = None,
    q: str = "",
    offset: int = 0,
    limit: int = 24,
) -> tuple[list[int], int]:
    """Ids of live, listed products and their total number: newest first, three queries.

    ``q`` finds words in title, brand and translated titles, or a whole SKU.
    """
    products = Product.objects.filter(
        status="live", listings__channel_id=channel_id, listings__published=True
    )
    if category_id is not None:
        path = Category.objects.values_list("url_path", flat=True).filter(pk=category_id).first() or ""
        inside = Category.objects.filter(Q(pk=category_id) | Q(url_path__startswith=f"{path}/"))
        links = ProductCategory.objects.filter(category__in=inside)
        products = products.filter(pk__in=links.values("product_id"))
    words = clean_line(q)[:120].split()[:MOST_WORDS]
    if words:
        text = Q()
        for word in words:
            text &= (
                Q(title__icontains=word)
                | Q(brand__icontains=word)
                | Q(translations__ko__title__icontains=word)
            )
        products = products.filter(
            text | Q(pk__in=Product.objects.filter(variants__sku=normalize_sku(q)).values("pk"))
        )
    ids = products.order_by("-launched_at", "-pk").values_list("pk", flat=True)
    return list(ids[offset : offset + limit]), products.count()
