"""Where products stand in their life, for those who plan the range."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import NamedTuple

from django.db.models import Q

from storecrew.contexts.catalog.models import Category, Product, ProductCategory


class ProductState(NamedTuple):
    """The life of a product: its status, how complete it is in percent, and when it first went live."""

    status: str
    completeness: int
    launched_at: dt.datetime | None


def product_states(product_ids: Collection[int]) -> dict[int, ProductState]:
    """Return the states of products; unknown ids are left out; one query."""
    rows = Product.objects.filter(pk__in=list(product_ids)).order_by()
    return {
        pk: ProductState(status, completeness, launched_at)
        for pk, status, completeness, launched_at in rows.values_list(
            "pk", "status", "completeness", "launched_at"
        )
    }


def products_in_categories(category_ids: Collection[int]) -> dict[int, dict[int, str]]:
    """Return the products of each category and of those below it, with their status; three queries."""
    paths = dict(Category.objects.filter(pk__in=list(category_ids)).values_list("pk", "url_path"))
    found: dict[int, dict[int, str]] = {category_id: {} for category_id in category_ids}
    if not paths:
        return found
    wanted = Q(pk__in=list(paths))
    for path in paths.values():
        wanted |= Q(url_path__startswith=f"{path}/")
    below = dict(Category.objects.filter(wanted).values_list("pk", "url_path"))
    rows = ProductCategory.objects.filter(category_id__in=list(below)).order_by("product_id")
    for product_id, category_id, status in rows.values_list("product_id", "category_id", "product__status"):
        here = below[category_id]
        for key, path in paths.items():
            if here == path or here.startswith(f"{path}/"):
                found[key][product_id] = status
    return found
