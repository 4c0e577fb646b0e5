"""One category becomes several: products go to new ones beside it, and an address that ends leads on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.contexts.catalog.errors import InvalidCategory
from storecrew.contexts.catalog.facts import CategoryPart
from storecrew.contexts.catalog.models import Category, ProductCategory
from storecrew.contexts.catalog.operations import categories
from storecrew.contexts.catalog.operations.category_members import written
from storecrew.kernel.actor import Actor

MOST_PARTS = 8


def split_category(
    *,
    category_id: int,
    parts: Sequence[CategoryPart],
    actor: Actor,
    at: dt.datetime,
    leads_to: int | None = None,
) -> list[int]:
    """Make a category beside this one for each part, move its products there; returns the new ids.

    Without ``leads_to`` the category stays with what is left. With it (the index of a part) the category
    ends, and its address leads to that part for good; then nothing may be left in it or below it. Filters
    and visibility are taken over. A product goes to the first part that names it and keeps the rank of the
    category among its own.
    Raises InvalidCategory, CategoryNotFound, CategoryNotEmpty (it has subcategories), SlugTaken.
    """
    actor.require("catalog.write")
    if not 1 <= len(parts) <= MOST_PARTS:
        raise InvalidCategory(fields={"parts": _("A category is split into 1 to 8 new ones.")})
    if leads_to is not None and not 0 <= leads_to < len(parts):
        raise InvalidCategory(fields={"leads_to": _("Choose one of the new categories.")})
    with transaction.atomic():
        row = categories.find(category_id)
        taken = {
            "facet_codes": row.facet_codes, "visible": row.visible, "hidden_in": row.hidden_in,
            "position": row.position,
        }  # fmt: skip
        made = []
        for part in parts:
            fields = taken | {"name": part.name} | ({"slug": part.slug} if part.slug else {})
            made.append(categories.save_category(parent_id=row.parent_id, actor=actor, at=at, **fields))
            _move(category_id, made[-1], part.product_ids, actor, at)
        left = ProductCategory.objects.filter(category_id=category_id).count()
        if leads_to is None:
            categories.told_split(row, made, None, actor, at)
            return made
        if left:
            words = ngettext("%(n)s product has no part yet.", "%(n)s products have no part yet.", left)
            raise InvalidCategory(fields={"leads_to": words % {"n": left}})
        categories.told_split(row, made, made[leads_to], actor, at)
    return made


def _move(old: int, new: int, product_ids: Iterable[int], actor: Actor, at: dt.datetime) -> None:
    links = ProductCategory.objects.filter(category_id=old, product_id__in=list(product_ids))
    ids = sorted(links.values_list("product_id", flat=True))
    # The row stays and only names another category, so the main category of a product stays the main one.
    links.update(category_id=new)
    path = Category.objects.values_list("url_path", flat=True).get(pk=new)
    written(ids, "product_category_added", path, actor, at)
