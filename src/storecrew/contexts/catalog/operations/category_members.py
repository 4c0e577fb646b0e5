"""Many products into a category, or out of it, at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F

from storecrew.contexts.catalog.errors import CategoryNotFound
from storecrew.contexts.catalog.models import Category, Product, ProductCategory
from storecrew.contexts.catalog.operations.common import tell_many
from storecrew.contexts.catalog.queries.products import missing_of
from storecrew.contexts.catalog.rules.completeness import score
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor


def add_to_category(
    *, product_ids: Iterable[int], category_id: int, actor: Actor, at: dt.datetime
) -> list[int]:
    """Put products into a category; returns the ids of those that were not in it. Raises CategoryNotFound."""
    actor.require("catalog.write")
    with transaction.atomic():
        path = _path(category_id)
        wanted = Product.objects.filter(pk__in=list(product_ids))
        inside = ProductCategory.objects.filter(category_id=category_id).values("product_id")
        ids = list(wanted.exclude(pk__in=inside).order_by("pk").values_list("pk", flat=True))
        ProductCategory.objects.bulk_create(
            [ProductCategory(product_id=id_, category_id=category_id) for id_ in ids], ignore_conflicts=True
        )
        written(ids, "product_category_added", path, actor, at)
    return ids


def remove_from_category(
    *, product_ids: Iterable[int], category_id: int, actor: Actor, at: dt.datetime
) -> list[int]:
    """Take products out of a category; returns the ids of those that were in it. Raises CategoryNotFound."""
    actor.require("catalog.write")
    with transaction.atomic():
        path = _path(category_id)
        links = ProductCategory.objects.filter(category_id=category_id, product_id__in=list(product_ids))
        ids = sorted(links.values_list("product_id", flat=True))
        links.delete()
        written(ids, "product_category_removed", path, actor, at)
    return ids


def _path(category_id: int) -> str:
    path = Category.objects.filter(pk=category_id).values_list("url_path", flat=True).first()
    if path is None:
        raise CategoryNotFound(category_id=category_id)
    return path


def written(ids: list[int], action: str, path: str, actor: Actor, at: dt.datetime) -> None:
    """A new version, completeness, audit line and event for each product."""
    rows = list(Product.objects.select_related("product_type").filter(pk__in=ids))
    for row in rows:
        row.completeness = score(missing_of(row))
    Product.objects.bulk_update(rows, ["completeness"], batch_size=400)
    Product.objects.filter(pk__in=ids).update(version=F("version") + 1, updated_at=at)
    sides = ({"category": path}, None) if action.endswith("removed") else (None, {"category": path})
    audit.record_many(
        [audit.Change(f"catalog.{action}", "catalog.product", id_, *sides) for id_ in ids], actor=actor, at=at
    )
    tell_many(ids)
