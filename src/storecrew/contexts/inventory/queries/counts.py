"""Reads of counts: what is due, what waits for approval, how right the records are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Abs

from storecrew.contexts.inventory.errors import UnknownCount
from storecrew.contexts.inventory.facts import CountEntryFacts, CountFacts, CountWork
from storecrew.contexts.inventory.models import CountEntry, CountPolicy, CountTask
from storecrew.contexts.inventory.rules import counting as rules
from storecrew.contexts.pricing import public as pricing

# Costs are compared in one currency: the first in which an article has one.
CURRENCIES = ("EUR", "USD", "GBP", "KRW", "JPY")
TO_COUNT = (CountTask.State.OPEN, CountTask.State.RECOUNT)


def count(task_id: int) -> CountFacts:
    """Return a count with its entries; UnknownCount if there is none."""
    found = counts(CountTask.objects.filter(pk=task_id))
    if not found:
        raise UnknownCount(count=task_id)
    return found[0]


def due_counts(location_id: int, *, limit: int = 100) -> list[CountFacts]:
    """Return what is to be counted at a location, the most urgent first; two queries."""
    rows = CountTask.objects.filter(location_id=location_id, state__in=TO_COUNT).order_by("due_at", "pk")
    return counts(rows[:limit])


def counts_to_enter(*, locations: Collection[str] | None = None) -> list[CountFacts]:
    """Return every count that waits to be entered, at some locations (None: all), by location and bin."""
    rows = CountTask.objects.filter(state__in=TO_COUNT)
    if locations is not None:
        rows = rows.filter(location__code__in=locations)
    return counts(rows.order_by("location__code", "bin__code", "pk"))


def entered_counts(keys: Collection[str]) -> set[str]:
    """Return which keys of count entries were taken already; one query per 500."""
    wanted = list(keys)
    found: set[str] = set()
    for start in range(0, len(wanted), 500):
        rows = CountEntry.objects.filter(key__in=wanted[start : start + 500])
        found.update(rows.values_list("key", flat=True))
    return found


def counts(rows: QuerySet[CountTask, CountTask]) -> list[CountFacts]:
    """Build the facts of counts; two queries for all of them."""
    found = list(rows.select_related("location", "bin__zone"))
    entries: dict[int, list[CountEntryFacts]] = {}
    for entry in CountEntry.objects.filter(task__in=[row.pk for row in found]).order_by("pk"):
        entries.setdefault(entry.task_id, []).append(
            CountEntryFacts(entry.quantity, entry.seen, entry.actor, entry.at, entry.dropped)
        )
    return [
        CountFacts(
            row.pk,
            row.location_id,
            row.location.code,
            row.location.name,
            row.bin_id,
            row.bin.code if row.bin else "",
            row.variant_id,
            row.cause,
            row.state,
            row.expected,
            row.found,
            row.reason,
            row.posted,
            row.document,
            row.opened_by,
            row.opened_at,
            row.due_at,
            row.closed_at,
            row.approved_by,
            tuple(entries.get(row.pk, ())),
        )
        for row in found
    ]


def limits(location_id: int) -> CountPolicy:
    """Return the limits of a location; one that was never saved has the defaults of the table."""
    return CountPolicy.objects.filter(location_id=location_id).first() or CountPolicy(location_id=location_id)


def unit_cost(variant_id: int) -> int | None:
    """Return what a unit costs in minor units of the costs' currency, or None."""
    return unit_costs([variant_id]).get(variant_id)


def cost_currency() -> str:
    """Return the currency in which articles are costed: the first that has any cost."""
    return pricing.costed_in(CURRENCIES) or CURRENCIES[0]


def unit_costs(variant_ids: Iterable[int]) -> dict[int, int]:
    """Return the costs of variants in one currency, in minor units; the first currency that has any."""
    wanted = list(variant_ids)
    for currency in CURRENCIES if wanted else ():
        found = pricing.costs_for(wanted, currency=currency)
        if found:
            return {variant_id: money.amount for variant_id, money in found.items()}
    return {}


def count_entries(since: dt.datetime, until: dt.datetime) -> tuple[CountWork, ...]:
    """Return every count that somebody entered between two instants; one query."""
    rows = CountEntry.objects.filter(at__gte=since, at__lt=until)
    return tuple(
        CountWork(who, name, quantity, at, is_first and quantity != seen)
        for who, name, quantity, at, is_first, seen in rows.values_list(
            "actor_id", "actor", "quantity", "at", "is_first", "seen"
        )
    )


def accuracy(*, since: dt.datetime, location_id: int | None = None) -> rules.Accuracy:
    """Say how right the records were in the first counts since an instant; one query."""
    first = CountEntry.objects.filter(at__gte=since, is_first=True)
    if location_id is not None:
        first = first.filter(task__location_id=location_id)
    sums = first.aggregate(
        counted=Count("pk"),
        exact=Count("pk", filter=Q(quantity=F("seen"))),
        units=Sum("seen", default=0),
        apart=Sum(Abs(F("quantity") - F("seen")), default=0),
    )
    return rules.Accuracy(**sums)
