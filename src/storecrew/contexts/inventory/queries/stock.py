"""Reads of the counters, what can be promised, and the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import fields

from django.db import connection
from django.db.models import F, QuerySet, Sum, Window

from storecrew.contexts.customers.public import AddressFacts
from storecrew.contexts.inventory import rules
from storecrew.contexts.inventory.errors import UnknownLocation
from storecrew.contexts.inventory.facts import (
    AllocationFacts,
    Availability,
    Ledger,
    LedgerEntry,
    LevelFacts,
    LocationFacts,
)
from storecrew.contexts.inventory.models import Allocation, Location, Reservation, StockLevel, StockMovement
from storecrew.kernel.reads import compiled_once

_CANDIDATES = """
SELECT l.variant_id, l.location_id, p.code,
       l.on_hand - l.allocated - l.reserved - l.safety - l.quality_hold - l.quarantine - l.damaged,
       l.low_threshold, COALESCE(s.split, 'lines'), p.kind = 'digital'
FROM inventory_locationchannel c
JOIN inventory_location p ON p.id = c.location_id AND p.active
JOIN inventory_stocklevel l ON l.location_id = c.location_id
LEFT JOIN inventory_stockpolicy s ON s.channel_id = c.channel_id
WHERE c.channel_id = %s AND l.variant_id {among}
ORDER BY c.priority, l.location_id, l.variant_id
"""


def candidates(
    variant_ids: Iterable[int], channel_id: int, *, only_at: int | None = None
) -> list[rules.Candidate]:
    """Return the stock rows a channel may sell from, in the order in which they are asked.

    Availability and allocation both start from this one set, so they cannot disagree. With ``only_at`` goods
    of that location alone; codes, which leave by e-mail, stay.
    """
    ids = list(variant_ids)
    rows: list[rules.Candidate] = []
    with connection.cursor() as cursor:
        for start in range(0, len(ids), 1000):
            part = ids[start : start + 1000]
            if connection.vendor == "postgresql":
                cursor.execute(_CANDIDATES.format(among="= ANY(%s)"), [channel_id, part])
            else:
                among = f"IN ({', '.join(['%s'] * len(part))})"
                cursor.execute(_CANDIDATES.format(among=among), [channel_id, *part])
            rows += [rules.Candidate(*row) for row in cursor.fetchall()]
    if only_at is not None:
        return [row for row in rows if row.location_id == only_at or row.digital]
    return rows


def available_to_promise(
    variant_ids: Iterable[int], *, channel_id: int, holder: str = ""
) -> dict[int, Availability]:
    """Say what a channel can promise of each variant now; every id asked for is in the answer.

    What ``holder`` holds can be promised to them: the last piece is not sold out for whoever holds it. One
    query for all, two with a holder. Page, cart, REST and back office ask here, and allocation uses the same
    rows.
    """
    wanted = list(dict.fromkeys(variant_ids))
    rows: dict[int, list[rules.Candidate]] = defaultdict(list)
    for row in with_own(candidates(wanted, channel_id), holder) if wanted else ():
        rows[row.variant_id].append(row)
    return {
        variant_id: Availability(
            rules.promise(rows[variant_id]),
            rules.word(rows[variant_id]),
            {row.location_code: max(row.available, 0) for row in rows[variant_id]},
        )
        for variant_id in wanted
    }


def with_own(rows: list[rules.Candidate], holder: str) -> list[rules.Candidate]:
    """Return stock rows in which what ``holder`` holds counts as free; one query, none without a holder."""
    if not holder:
        return rows
    held = {
        (variant, place): units
        for variant, place, units in Reservation.objects.filter(holder=holder).values_list(
            "variant_id", "location_id", "quantity"
        )
    }
    return [
        row._replace(available=row.available + held.get((row.variant_id, row.location_id), 0)) for row in rows
    ]


def stock_words(variant_ids: Iterable[int], *, channel_id: int) -> dict[int, str]:
    """Say of each variant what a list says of it: "in_stock", "low" or "out"; one query, no units."""
    wanted = list(dict.fromkeys(variant_ids))
    rows: dict[int, list[rules.Candidate]] = {variant_id: [] for variant_id in wanted}
    for row in candidates(wanted, channel_id) if wanted else ():
        rows[row.variant_id].append(row)
    return {variant_id: rules.word(found) for variant_id, found in rows.items()}


def location(code: str | None = None) -> LocationFacts:
    """Return a location by its code, or the default one for None; UnknownLocation if there is none."""
    wanted = {"is_default": True} if code is None else {"code": code}
    row = Location.objects.filter(**wanted).first()
    if row is None:
        raise UnknownLocation(location=code)
    return location_facts(row)


def locations(*, channel_id: int | None = None) -> list[LocationFacts]:
    """Return all locations, or those a channel sells from in the order in which they are asked."""
    rows = _locations() if channel_id is None else _locations_of_channel(channel_id=channel_id)
    return [location_facts(row) for row in rows]


@compiled_once
def _locations() -> QuerySet[Location]:
    return Location.objects.all()


@compiled_once
def _locations_of_channel(channel_id: int) -> QuerySet[Location]:
    return Location.objects.filter(channels__channel_id=channel_id).order_by("channels__priority", "pk")


def location_names(codes: Collection[str]) -> dict[str, str]:
    """Return the names of some locations by their codes; one query."""
    return dict(Location.objects.filter(code__in=codes).values_list("code", "name"))


def location_facts(row: Location) -> LocationFacts:
    """Build the facts of a location."""
    country = str((row.address or {}).get("country", ""))
    return LocationFacts(row.pk, row.code, row.name, row.kind, row.is_default, row.active, country)


def postal_address(location_code: str | None = None) -> AddressFacts:
    """Return where a location stands: the sender of its parcels; parts that nobody wrote down are empty."""
    place = location(location_code)
    written = Location.objects.values_list("address", flat=True).get(pk=place.id) or {}
    parts = {field.name: str(written.get(field.name, "")) for field in fields(AddressFacts)}
    return AddressFacts(**{**parts, "name": parts["name"] or place.name})


def level(variant_id: int, location_code: str | None = None) -> LevelFacts:
    """Return the counters of a variant at a location; all 0 when it never lay there."""
    place = location(location_code)
    row = StockLevel.objects.filter(variant_id=variant_id, location_id=place.id).first()
    return _level_facts(row or StockLevel(variant_id=variant_id, location_id=place.id), place.code)


def levels(variant_ids: Iterable[int]) -> list[LevelFacts]:
    """Return the counters of variants at every location, by variant and location."""
    rows = StockLevel.objects.filter(variant_id__in=list(variant_ids)).select_related("location")
    return [_level_facts(row, row.location.code) for row in rows.order_by("variant_id", "location_id")]


def units_left(variant_ids: Collection[int]) -> dict[int, int]:
    """Return the units that can still be sold, those in baskets included, at all locations together."""
    left: dict[int, int] = {}
    for each in levels(variant_ids):
        left[each.variant_id] = left.get(each.variant_id, 0) + max(each.available + each.reserved, 0)
    return left


def _level_facts(row: StockLevel, code: str) -> LevelFacts:
    return LevelFacts(
        row.variant_id,
        row.location_id,
        code,
        row.on_hand,
        row.allocated,
        row.reserved,
        row.safety,
        row.quality_hold,
        row.quarantine,
        row.damaged,
        row.available,
        row.low_threshold,
        row.in_bins,
    )


def ledger(variant_id: int, location_id: int, *, bucket: str = "", limit: int = 200) -> Ledger:
    """Answer "why is this 47?": the counters and every movement with who, when, which document.

    Newest first, `limit` at most; each entry has its bucket's balance after it. With `bucket` only
    that one.
    """
    place = Location.objects.filter(pk=location_id).first()
    if place is None:
        raise UnknownLocation(location=location_id)
    row = StockLevel.objects.filter(variant_id=variant_id, location_id=location_id).first()
    moved = StockMovement.objects.filter(variant_id=variant_id, location_id=location_id)
    if bucket:
        moved = moved.filter(bucket=bucket)
    moved = moved.annotate(
        balance=Window(Sum("quantity"), partition_by=F("bucket"), order_by=F("id").asc())
    ).order_by("-id")
    rows: Sequence[StockMovement] = list(moved[: limit + 1])
    entries = tuple(
        LedgerEntry(
            item.pk,
            item.at,
            item.kind,
            item.bucket,
            item.quantity,
            item.balance,  # type: ignore[attr-defined]
            item.reason,
            item.document,
            item.order_id,
            item.actor,
        )
        for item in rows[:limit]
    )
    facts = _level_facts(row or StockLevel(variant_id=variant_id, location_id=location_id), place.code)
    return Ledger(facts, entries, more=len(rows) > limit)


def allocations_of(order_id: int) -> list[AllocationFacts]:
    """Return the stock allocations of an order with their places, oldest first."""
    return [
        AllocationFacts(
            row.pk,
            row.order_line_id,
            row.variant_id,
            row.location.code,
            row.location.name,
            row.quantity,
            row.state,
        )
        for row in _allocations(order_id=order_id)
    ]


@compiled_once
def _allocations(order_id: int) -> QuerySet[Allocation]:
    return Allocation.objects.filter(order_id=order_id).select_related("location").order_by("pk")
