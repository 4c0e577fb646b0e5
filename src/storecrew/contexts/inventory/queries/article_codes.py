"""Reads of codes that are sold as goods; none of them opens a code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Count, Q, QuerySet

from storecrew.contexts.inventory.facts import AllocationFacts
from storecrew.contexts.inventory.models import Allocation, ArticleCode, CodePool, Location
from storecrew.contexts.inventory.queries.stock import allocations_of
from storecrew.contexts.inventory.rules.code_facts import MaskedCode, PoolFacts
from storecrew.kernel.reads import compiled_once

State = ArticleCode.State


def pooled(variant_ids: Iterable[int]) -> set[int]:
    """Return those of the variants whose goods are codes."""
    rows = CodePool.objects.filter(variant_id__in=list(variant_ids))
    return set(rows.values_list("variant_id", flat=True))


def code_pool(pool_id: int) -> PoolFacts | None:
    """Return how one pool stands."""
    return next(iter(_facts(Q(pk=pool_id))), None)


def code_pools(variant_ids: Iterable[int]) -> dict[int, PoolFacts]:
    """Return how the pools of variants stand, by variant."""
    return {facts.variant_id: facts for facts in _facts(Q(variant_id__in=list(variant_ids)))}


def codes_of(order_id: int) -> list[MaskedCode]:
    """Return what staff see of an order's codes: the end of each, and whether it was seen."""
    rows = ArticleCode.objects.filter(order_id=order_id).order_by("order_line_id", "unit")
    return [
        MaskedCode(row.order_line_id or 0, row.hint, row.state, row.given_at, row.shown_at) for row in rows
    ]


def places_of_codes() -> set[str]:
    """Return the codes of the places from which nothing is sent."""
    return set(_digital_places())


@compiled_once
def _digital_places() -> QuerySet[Location, str]:
    return Location.objects.filter(kind=Location.Kind.DIGITAL).values_list("code", flat=True)


def _facts(which: Q) -> list[PoolFacts]:
    rows = CodePool.objects.filter(which).annotate(
        unused=Count("codes", filter=Q(codes__state=State.UNUSED)),
        given=Count("codes", filter=Q(codes__state=State.GIVEN)),
        burned=Count("codes", filter=Q(codes__state=State.BURNED)),
    )
    return [PoolFacts(row.pk, row.variant_id, row.how, row.unused, row.given, row.burned) for row in rows]


def parts_to_send(order_id: int) -> list[AllocationFacts]:
    """Return what is promised to an order and goes into a parcel, oldest first."""
    parts = [part for part in allocations_of(order_id) if part.state == Allocation.State.ALLOCATED]
    digital = places_of_codes() if parts else set()
    return [part for part in parts if part.location_code not in digital]


def orders_waiting_for_codes(order_ids: Sequence[int]) -> list[int]:
    """Return those of the orders that still get codes by e-mail."""
    rows = Allocation.objects.filter(
        order_id__in=order_ids, state=Allocation.State.ALLOCATED, location__kind=Location.Kind.DIGITAL
    )
    return sorted(set(rows.values_list("order_id", flat=True)))
