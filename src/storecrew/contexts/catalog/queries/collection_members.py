"""Which products a set of rules holds, before it is saved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from storecrew.contexts.catalog.errors import InvalidCollectionRules
from storecrew.contexts.catalog.models import Category, Product
from storecrew.contexts.catalog.queries.index_feed import index_products, subject_of
from storecrew.contexts.catalog.rules.collections import InvalidRule, clean_rules, matches

MOST_LOOKED_AT = 20_000


def products_matching(
    rules: Mapping[str, Any], *, at: dt.datetime, limit: int = 24
) -> tuple[list[int], int, bool]:
    """Ids of the first live products that the rules hold, newest first, how many there are in all, and
    whether every live product was looked at (a preview looks at the 20,000 newest).

    Raises InvalidCollectionRules with the index of the rule.
    """
    try:
        cleaned = clean_rules(rules)
    except InvalidRule as problem:
        raise InvalidCollectionRules(index=problem.index, problem=str(problem)) from None
    if not cleaned["rules"]:
        return [], 0, True
    live = Product.objects.filter(status=Product.Status.LIVE).order_by("-launched_at", "-pk")
    newest = list(live.values_list("pk", flat=True)[: MOST_LOOKED_AT + 1])
    looked_at = newest[:MOST_LOOKED_AT]
    paths = dict(Category.objects.values_list("id", "url_path"))
    held = {p.id for p in index_products(looked_at, at=at) if matches(cleaned, subject_of(p, paths, at))}
    found = [id_ for id_ in looked_at if id_ in held]
    return found[:limit], len(found), len(newest) <= MOST_LOOKED_AT
