"""Goods that were sold and came back: each unit goes where its condition lets it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from storecrew.contexts.inventory.errors import (
    InvalidStockChange,
    MarkNeeded,
    NotSentWithOrder,
    StockCommitted,
)
from storecrew.contexts.inventory.events import GoodsTakenBack
from storecrew.contexts.inventory.facts import TakenBack
from storecrew.contexts.inventory.models import BinMove, Lot, StockMovement
from storecrew.contexts.inventory.operations import arriving, contents, counters, rows, serial_numbers
from storecrew.contexts.inventory.operations.contents import Move
from storecrew.contexts.inventory.queries import location
from storecrew.contexts.inventory.queries.sent import SentMarks, documents_of, sent_marks
from storecrew.kernel import audit, outbox
from storecrew.kernel.actor import Actor

Bucket = StockMovement.Bucket
Kind = StockMovement.Kind
BUCKETS = {
    "shelf": None,
    "inspect": Bucket.QUALITY_HOLD,
    "refurbish": Bucket.QUALITY_HOLD,
    "quarantine": Bucket.QUARANTINE,
    "supplier": Bucket.QUARANTINE,
    "damaged": Bucket.DAMAGED,
    "scrap": Bucket.DAMAGED,
}
"""Where a unit that came back may go; only the shelf sells it."""


def take_back(
    units: Sequence[TakenBack],
    *,
    location_code: str | None,
    document: str,
    order_id: int,
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Put units of an order that came back where their condition lets them; ``document`` is the return.

    A unit that is not for the shelf is never sellable, not for a moment: both counters move in one statement.
    Call it once per document: who decides that units came back also knows whether it was done.

    A unit that left with a serial number comes back as the same unit, and units of a lot go back into it: to
    the dock, or to the cage where they are set apart.

    :raises Denied: neither keeps stock nor handles goods
    :raises InvalidStockChange: another place than one of BUCKETS, or no units
    :raises MarkNeeded: units left with lots or serial numbers, and one came back without
    :raises NotSentWithOrder: a lot or serial number did not leave with this order, or is back already
    """
    rows.require_handling(actor)
    wrong = [unit for unit in units if unit.to not in BUCKETS or unit.quantity < 1]
    if wrong or not units:
        raise InvalidStockChange(units=[list(unit) for unit in wrong])
    place = location(location_code)
    entries = [
        counters.Entry(
            unit.variant_id, place.id, Kind.RETURNED, bucket, unit.quantity, unit.cause, document, order_id
        )
        for unit in units
        for bucket in (Bucket.ON_HAND, BUCKETS[unit.to])
        if bucket is not None
    ]
    marks = sent_marks(order_id, {unit.variant_id for unit in units})
    for unit in units:
        check_marks(unit, marks[unit.variant_id])
    with transaction.atomic():
        counters.ensure_levels((unit.variant_id, place.id) for unit in units)
        counters.post(entries, actor=actor, at=at)
        _take_marks(units, place.id, document=document, order_id=order_id, actor=actor, at=at)
        audit.record_many(
            [
                audit.Change(
                    "inventory.taken_back",
                    "inventory.level",
                    f"{unit.variant_id}:{place.id}",
                    None,
                    {unit.to: f"{unit.quantity:+d}"},
                    document,
                )
                for unit in units
            ],
            actor=actor,
            at=at,
        )
        outbox.publish(
            GoodsTakenBack(
                document=document,
                order_id=order_id,
                location_id=place.id,
                units=tuple((unit.variant_id, unit.quantity, unit.to, unit.cause) for unit in units),
            )
        )


def decide_taken_back(
    unit: TakenBack, *, before: str, location_id: int, document: str, actor: Actor, at: dt.datetime
) -> None:
    """Move units that came back and were set apart to where they go now; exactly that lot or serial number.

    :raises Denied: neither keeps stock nor handles goods
    :raises InvalidStockChange: another place than one of BUCKETS, or no units
    :raises StockCommitted: they are not set apart any more
    :raises NotSentWithOrder: the serial number is not set apart under this document
    """
    rows.require_handling(actor)
    if unit.to not in BUCKETS or before not in BUCKETS or BUCKETS[before] is None or unit.quantity < 1:
        raise InvalidStockChange(source=before, target=unit.to)
    source, target = BUCKETS[before], BUCKETS[unit.to]
    key = (unit.variant_id, location_id)
    entries = [
        counters.Entry(*key, Kind.MOVED, bucket, sign * unit.quantity, unit.cause, document)
        for bucket, sign in ((source, -1), (target, 1))
        if bucket is not None and source != target
    ]
    with transaction.atomic():
        counters.lock([unit.variant_id])
        if entries:
            try:
                counters.post(entries, actor=actor, at=at)
            except counters.Refused as refused:
                raise StockCommitted(levels=[list(each) for each in refused.keys]) from None
        if unit.serial:
            serial_numbers.decide(unit.variant_id, unit.serial, shelf=target is None, document=document)
        if unit.lot and target is None:
            lot_id = _lot_id(unit)
            arriving.out_of_the_cage(
                location_id, unit.variant_id, lot_id, unit.quantity, document=document, actor=actor, at=at
            )
        audit.record_many(
            [
                audit.Change(
                    "inventory.taken_back",
                    "inventory.level",
                    f"{unit.variant_id}:{location_id}",
                    {before: f"{-unit.quantity:+d}"},
                    {unit.to: f"{unit.quantity:+d}"},
                    document,
                )
            ],
            actor=actor,
            at=at,
        )


def check_marks(unit: TakenBack, known: SentMarks) -> None:
    """Refuse a unit whose lot or serial number did not leave with the order: MarkNeeded, NotSentWithOrder."""
    if known.serials and not unit.serial:
        raise MarkNeeded(variant_id=unit.variant_id)
    if unit.serial and (unit.quantity != 1 or unit.serial not in known.serials):
        raise NotSentWithOrder(serial=unit.serial[:80])
    if known.lots and not unit.lot and not unit.serial:
        raise MarkNeeded(variant_id=unit.variant_id)
    if unit.lot and unit.lot not in known.lots:
        raise NotSentWithOrder(lot=unit.lot[:60])


def _take_marks(
    units: Sequence[TakenBack],
    location_id: int,
    *,
    document: str,
    order_id: int,
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Take in serial numbers, and put units of a lot into the dock or the cage."""
    sold_by = documents_of(order_id)
    for unit in units:
        if unit.serial:
            serial_numbers.come_back(
                unit.variant_id,
                unit.serial,
                sold_by=sold_by,
                shelf=unit.to == "shelf",
                location_id=location_id,
                document=document,
            )
    if not arriving.has_bins(location_id):
        return
    moves = [
        Move(
            location_id,
            arriving.special_bin(location_id, *(arriving.DOCK if unit.to == "shelf" else arriving.CAGE)).pk,
            unit.variant_id,
            _lot_id(unit),
            unit.quantity,
        )
        for unit in units
        if unit.lot
    ]
    if moves:
        contents.change(moves, kind=BinMove.Kind.RECEIVED, document=document, actor=actor, at=at)


def _lot_id(unit: TakenBack) -> int:
    return int(Lot.objects.values_list("pk", flat=True).get(variant_id=unit.variant_id, code=unit.lot))
