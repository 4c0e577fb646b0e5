"""The rows of price lists that are in the running for a variant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import QuerySet

from storecrew.contexts.pricing.models import Price
from storecrew.contexts.pricing.queries import lists
from storecrew.contexts.pricing.rules.resolver import Candidate, ListTerms, Wanted
from storecrew.kernel.reads import compiled_once

_ROW_FIELDS = (
    *("variant_id", "id", "min_quantity", "amount"),
    *("compare_at_amount", "on_request", "price_list_id"),
)


def candidates(variant_ids: Collection[int], wanted: Wanted) -> dict[int, list[Candidate]]:
    """Return the rows of all lists that count, read now: one query, however many variants."""
    terms = lists.open_lists(wanted)
    if not terms:
        return {}
    rows = _rows(variant_ids=list(variant_ids), list_ids=list(terms))
    grouped: dict[int, list[Candidate]] = defaultdict(list)
    for variant_id, price_id, minimum, amount, compare_at, asked, list_id in rows:
        grouped[variant_id].append(Candidate(price_id, terms[list_id], minimum, amount, compare_at, asked))
    return grouped


@compiled_once
def _rows(variant_ids: list[int], list_ids: list[int]) -> QuerySet[Price, tuple[Any, ...]]:
    rows = Price.objects.filter(variant_id__in=variant_ids, price_list_id__in=list_ids)
    return rows.order_by().values_list(*_ROW_FIELDS)


def all_candidates(variant_id: int) -> Iterable[Candidate]:
    """Return every row of a variant, whether it counts or not."""
    rows = Price.objects.filter(variant_id=variant_id).select_related("price_list")
    for row in rows:
        terms = ListTerms(*(getattr(row.price_list, name) for name in lists.FIELDS))
        yield Candidate(row.pk, terms, row.min_quantity, row.amount, row.compare_at_amount, row.on_request)
