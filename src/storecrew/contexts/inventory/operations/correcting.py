"""Correcting many levels at once: what was counted, what is kept back, and from when it is low."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from storecrew.contexts.inventory.errors import (
    CodesAreTheStock,
    CountChanged,
    InvalidStockChange,
    ReasonNeeded,
    StockCommitted,
    UnknownLocation,
)
from storecrew.contexts.inventory.facts import Correction
from storecrew.contexts.inventory.models import Location, StockLevel, StockMovement
from storecrew.contexts.inventory.operations import counters
from storecrew.contexts.inventory.operations.levels import MOST_ON_HAND, RECORD, audit_entries
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor

Bucket = StockMovement.Bucket
Kind = StockMovement.Kind


def correct_levels(
    corrections: Sequence[Correction], *, reason: str, actor: Actor, at: dt.datetime
) -> list[Correction]:
    """Make levels say what somebody counted or decided, all or none; return those that changed.

    Each number counts only if the level still says what the person saw. A count is an adjustment
    (`inventory.adjust`); units kept back as safety stock and the number from which stock is low are work
    at the shelf (`inventory.write`). The ledger and the audit read as if each had been corrected alone.

    :raises ReasonNeeded: a count or a safety stock changes without a reason.
    :raises CountChanged: some level says something else by now; ``details["levels"]`` names them.
    :raises StockCommitted: fewer would remain than are promised, held or set aside; names them too.
    """
    wanted = {(row.variant_id, row.location_id): row for row in corrections if row.changes}
    moves = [row for row in wanted.values() if row.delta("on_hand") or row.delta("safety")]
    if any(row.delta("on_hand") for row in moves):
        actor.require("inventory.adjust")
    if any(set(row.changes) - {"on_hand"} for row in wanted.values()) or not wanted:
        actor.require("inventory.write")
    _check(list(wanted.values()), bool(moves), reason)
    with transaction.atomic():
        rows = _rows(wanted)
        entries = [
            counters.Entry(*key, kind, bucket, delta, reason.strip())
            for key, row in wanted.items()
            for bucket, kind in ((Bucket.ON_HAND, Kind.ADJUSTED), (Bucket.SAFETY, Kind.MOVED))
            if (delta := row.delta(bucket))
        ]
        try:
            after = counters.post(entries, actor=actor, at=at)
        except counters.Refused as refused:
            raise StockCommitted(levels=[list(key) for key in refused.keys]) from None
        for action, bucket in (
            ("inventory.adjusted", Bucket.ON_HAND),
            ("inventory.bucket_moved", Bucket.SAFETY),
        ):
            these = [entry for entry in entries if entry.bucket == bucket]
            audit_entries(action, these, after, actor=actor, at=at, reason=reason)
        _thresholds(rows, wanted, actor=actor, at=at, reason=reason)
    return list(wanted.values())


def _check(wanted: Sequence[Correction], moves: bool, reason: str) -> None:
    if moves and not reason.strip():
        raise ReasonNeeded
    for row in wanted:
        if any(not 0 <= new <= MOST_ON_HAND for _seen, new in row.changes.values()):
            raise InvalidStockChange(levels=[[row.variant_id, row.location_id]])
    counted = {row.location_id for row in wanted if set(row.changes) & {"on_hand", "safety"}}
    if Location.objects.filter(pk__in=counted, kind=Location.Kind.DIGITAL).exists():
        raise CodesAreTheStock


def _rows(wanted: dict[counters.Key, Correction]) -> dict[counters.Key, StockLevel]:
    """Take the levels in primary-key order, as orders do. Raises UnknownLocation, CountChanged."""
    levels = StockLevel.objects.filter(
        variant_id__in={key[0] for key in wanted}, location_id__in={key[1] for key in wanted}
    )
    ids = [row.pk for row in levels if (row.variant_id, row.location_id) in wanted]
    locked = StockLevel.objects.filter(pk__in=ids).select_for_update().order_by("pk")
    rows = {(row.variant_id, row.location_id): row for row in locked}
    if wanted.keys() - rows.keys():
        raise UnknownLocation
    stale = [
        list(key)
        for key, row in rows.items()
        if any(getattr(row, name) != seen for name, (seen, _new) in wanted[key].changes.items())
    ]
    if stale:
        raise CountChanged(levels=stale)
    return rows


def _thresholds(
    rows: dict[counters.Key, StockLevel],
    wanted: dict[counters.Key, Correction],
    *,
    actor: Actor,
    at: dt.datetime,
    reason: str,
) -> None:
    changed = [key for key in rows if "low_threshold" in wanted[key].changes]
    for key in changed:
        rows[key].low_threshold = wanted[key].changes["low_threshold"][1]
    StockLevel.objects.bulk_update([rows[key] for key in changed], ["low_threshold"])
    lines = [
        audit.Change(
            "inventory.threshold_set",
            RECORD,
            f"{key[0]}:{key[1]}",
            {"threshold": wanted[key].changes["low_threshold"][0]},
            {"threshold": wanted[key].changes["low_threshold"][1]},
            reason,
        )
        for key in changed
    ]
    if lines:
        audit.record_many(lines, actor=actor, at=at)
