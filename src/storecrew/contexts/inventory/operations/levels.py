"""Changing what lies on the shelf: receiving, correcting, setting aside, taking over from a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction

from storecrew.contexts.inventory.errors import (
    CodesAreTheStock,
    CountChanged,
    InvalidStockChange,
    ReasonNeeded,
    StockCommitted,
)
from storecrew.contexts.inventory.facts import LevelFacts, LocationFacts, StockImport
from storecrew.contexts.inventory.models import Location, StockLevel, StockMovement
from storecrew.contexts.inventory.operations import counters
from storecrew.contexts.inventory.queries import level, location
from storecrew.contexts.inventory.queries.article_codes import code_pools, pooled
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.quantity import parse_quantity

Kind = StockMovement.Kind
Bucket = StockMovement.Bucket
SET_ASIDE = (Bucket.SAFETY, Bucket.QUALITY_HOLD, Bucket.QUARANTINE, Bucket.DAMAGED)
RECORD = "inventory.level"
MOST_ON_HAND = 2_000_000_000


def receive(
    lines: Iterable[tuple[int, int]],
    *,
    location_code: str | None = None,
    actor: Actor,
    at: dt.datetime,
    document: str = "",
    reason: str = "",
    kind: str = Kind.RECEIVED,
) -> None:
    """Put units on the shelf of a location (None: the default one).

    `lines` are (variant id, quantity); `kind` is "received" or "returned"; `document` names the
    delivery note.
    """
    actor.require("inventory.write")
    if kind not in {Kind.RECEIVED, Kind.RETURNED}:
        raise InvalidStockChange(kind=str(kind))
    place = _shelf(location_code).id
    entries = [
        counters.Entry(variant_id, place, kind, Bucket.ON_HAND, parse_quantity(quantity), reason, document)
        for variant_id, quantity in lines
    ]
    with transaction.atomic():
        counters.ensure_levels((entry.variant_id, place) for entry in entries)
        after = _post(entries, actor=actor, at=at)
        audit_entries("inventory.received", entries, after, actor=actor, at=at, reason=reason or document)


def adjust(
    variant_id: int,
    *,
    on_hand: int,
    expected_on_hand: int,
    reason: str,
    location_code: str | None = None,
    actor: Actor,
    at: dt.datetime,
    document: str = "",
    kind: str = Kind.ADJUSTED,
) -> LevelFacts:
    """Correct the count of one variant at one location and return its new level.

    The correction counts only if the shelf still says `expected_on_hand`: of two people who
    correct the same number at once, the second hears about the first.

    :raises ReasonNeeded: without a reason.
    :raises CountChanged: if the number changed in the meantime.
    :raises StockCommitted: if fewer would remain than are promised, held or set aside.
    """
    actor.require("inventory.adjust")
    if not reason.strip():
        raise ReasonNeeded
    if not 0 <= on_hand <= MOST_ON_HAND:
        raise InvalidStockChange(on_hand=on_hand)
    place = _shelf(location_code)
    key = (variant_id, place.id)
    with transaction.atomic():
        counters.ensure_levels([key])
        delta = on_hand - expected_on_hand
        entries = (
            [counters.Entry(*key, kind, Bucket.ON_HAND, delta, reason.strip(), document)] if delta else []
        )
        try:
            after = counters.post(entries, actor=actor, at=at, expected_on_hand={key: expected_on_hand})
        except counters.Refused:
            raise _why_refused(variant_id, place.code, expected_on_hand) from None
        now = level(variant_id, place.code)
        if not entries and now.on_hand != expected_on_hand:
            raise CountChanged(expected=expected_on_hand, on_hand=now.on_hand)
        audit_entries("inventory.adjusted", entries, after, actor=actor, at=at, reason=reason)
    return now


def move_bucket(
    variant_id: int,
    quantity: int,
    *,
    source: str,
    target: str,
    reason: str,
    location_code: str | None = None,
    actor: Actor,
    at: dt.datetime,
    document: str = "",
) -> LevelFacts:
    """Move units of a location between "available", "safety", "quality_hold", "quarantine", "damaged".

    :raises StockCommitted: if the source has fewer units than that.
    """
    actor.require("inventory.write")
    if not reason.strip():
        raise ReasonNeeded
    units = parse_quantity(quantity)
    buckets = {"available", *SET_ASIDE}
    if source == target or not {source, target} <= buckets:
        raise InvalidStockChange(source=source, target=target)
    place = location(location_code)
    entries = [
        counters.Entry(variant_id, place.id, Kind.MOVED, bucket, sign * units, reason.strip(), document)
        for bucket, sign in ((source, -1), (target, 1))
        if bucket != "available"
    ]
    with transaction.atomic():
        counters.ensure_levels([(variant_id, place.id)])
        after = _post(entries, actor=actor, at=at)
        audit_entries("inventory.bucket_moved", entries, after, actor=actor, at=at, reason=reason)
        return level(variant_id, place.code)


def set_low_threshold(
    variant_ids: Sequence[int],
    threshold: int,
    *,
    location_code: str | None = None,
    actor: Actor,
    at: dt.datetime,
) -> int:
    """Say from which number on stock counts as low; return how many levels changed."""
    actor.require("inventory.write")
    if not 0 <= threshold <= MOST_ON_HAND:
        raise InvalidStockChange(threshold=threshold)
    place = location(location_code)
    with transaction.atomic():
        rows = StockLevel.objects.filter(variant_id__in=variant_ids, location_id=place.id)
        changed = rows.exclude(low_threshold=threshold).update(low_threshold=threshold)
        audit.record(
            actor=actor,
            action="inventory.threshold_set",
            record="inventory.location",
            record_id=place.id,
            at=at,
            after={"threshold": threshold, "variants": sorted(variant_ids)[:100]},
        )
    return changed


def set_on_hand_from_import(
    quantities: Mapping[int, int],
    *,
    location_code: str | None = None,
    actor: Actor,
    at: dt.datetime,
    document: str,
) -> StockImport:
    """Make the shelf say what a file says; one statement per 500 variants.

    `quantities` maps variant ids to units. A number below what is promised, held or set aside is
    refused for that variant and named in the answer; the others go through.
    """
    actor.require("catalog.import")
    if any(not 0 <= quantity <= MOST_ON_HAND for quantity in quantities.values()):
        raise InvalidStockChange(document=document)
    place = _shelf(location_code).id
    changed = unchanged = 0
    codes = pooled(quantities)
    refused: dict[int, int] = {facts.variant_id: facts.unused for facts in code_pools(codes).values()}
    quantities = {variant_id: units for variant_id, units in quantities.items() if variant_id not in codes}
    with transaction.atomic():
        counters.ensure_levels((variant_id, place) for variant_id in quantities)
        levels = StockLevel.objects.filter(variant_id__in=list(quantities), location_id=place)
        # In primary-key order over all parts, as orders take their rows, so that neither waits for the other.
        keys = list(levels.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), 500):
            part = StockLevel.objects.filter(pk__in=keys[start : start + 500])
            rows = list(part.select_for_update().order_by("pk"))
            entries = []
            for row in rows:
                delta = quantities[row.variant_id] - row.on_hand
                committed = row.on_hand - row.available
                if quantities[row.variant_id] < committed:
                    refused[row.variant_id] = committed
                elif delta:
                    entries.append(
                        counters.Entry(
                            row.variant_id, place, Kind.IMPORTED, Bucket.ON_HAND, delta, "", document
                        )
                    )
                else:
                    unchanged += 1
            _post(entries, actor=actor, at=at)
            changed += len(entries)
        audit.record(
            actor=actor,
            action="inventory.imported",
            record="inventory.location",
            record_id=place,
            at=at,
            after={"changed": changed, "unchanged": unchanged, "refused": len(refused)},
            reason=document,
        )
    return StockImport(changed, unchanged, refused)


def _shelf(location_code: str | None) -> LocationFacts:
    """Return a place whose stock people may change. Raises CodesAreTheStock, UnknownLocation."""
    place = location(location_code)
    if place.kind == Location.Kind.DIGITAL:
        raise CodesAreTheStock(location=place.code)
    return place


def _post(entries: Sequence[counters.Entry], *, actor: Actor, at: dt.datetime) -> list[counters.After]:
    try:
        return counters.post(entries, actor=actor, at=at)
    except counters.Refused as refused:
        raise StockCommitted(levels=[list(key) for key in refused.keys]) from None


def _why_refused(variant_id: int, code: str, expected: int) -> CountChanged | StockCommitted:
    now = level(variant_id, code)
    if now.on_hand != expected:
        return CountChanged(expected=expected, on_hand=now.on_hand)
    return StockCommitted(committed=now.on_hand - now.available, on_hand=now.on_hand)


def audit_entries(
    action: str,
    entries: Sequence[counters.Entry],
    after: Sequence[counters.After],
    *,
    actor: Actor,
    at: dt.datetime,
    reason: str,
) -> None:
    """Write what ledger lines changed into the audit, one line each."""
    available = {(row.variant_id, row.location_id): row.available for row in after}
    changes = [
        audit.Change(
            action,
            RECORD,
            f"{entry.variant_id}:{entry.location_id}",
            None,
            {
                entry.bucket: f"{entry.quantity:+d}",
                "available": available[(entry.variant_id, entry.location_id)],
            },
            reason,
        )
        for entry in entries
    ]
    if changes:
        audit.record_many(changes, actor=actor, at=at)
