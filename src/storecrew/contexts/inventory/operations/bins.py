"""Taking units from bins, putting them in their place, and moving them between bins.

What lies in bins is a part of what is on hand: none of these changes `on_hand` or a promise.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.db import transaction
from django.db.models import Sum

from storecrew.contexts.inventory.errors import BinShort, LotNeeded, NothingLoose
from storecrew.contexts.inventory.models import Bin, BinContent, BinMove, Lot, StockLevel
from storecrew.contexts.inventory.operations import contents, doubts, rows, serial_numbers
from storecrew.contexts.inventory.operations.contents import Move
from storecrew.contexts.inventory.queries.bins import profiles
from storecrew.kernel.actor import Actor
from storecrew.kernel.quantity import parse_quantity

Kind = BinMove.Kind
PACKING_CODE = "PACKING"


def take_from_bin(
    *,
    location_id: int,
    variant_id: int,
    bin_id: int | None,
    quantity: int,
    document: str,
    actor: Actor,
    at: dt.datetime,
    lot_id: int | None = None,
    serials: Sequence[str] = (),
) -> None:
    """Move picked units from a bin to the location's packing place; promise and count stay.

    `bin_id` None takes units that lie in no known bin; where nothing lies in bins it changes nothing.
    `document` is the order's number, so that a cancellation finds what was picked for it. A bin that is
    empty afterwards gets a count task.

    :raises BinShort: if the bin (or what lies loose) has fewer units; `details` say how many are there.
    :raises LotNeeded: if the article is kept by lot and the bin has several.
    :raises SerialsNeeded: if it is kept by serial number and the numbers are missing or not in stock.
    """
    rows.require_handling(actor)
    units = parse_quantity(quantity)
    with transaction.atomic():
        if bin_id is None and not uses_bins(location_id):
            serial_numbers.pick(variant_id, serials, units, location_id=location_id, document=document)
            return
        rows.lock([variant_id])
        packing = packing_place(location_id)
        moves = [Move(location_id, packing.pk, variant_id, lot_id, units)]
        if bin_id is not None:
            shelf = rows.own_bin(location_id, bin_id)
            lot_id = which_lot(shelf.pk, variant_id, lot_id)
            moves = [
                Move(location_id, shelf.pk, variant_id, lot_id, -units),
                Move(location_id, packing.pk, variant_id, lot_id, units),
            ]
        serial_numbers.pick(variant_id, serials, units, location_id=location_id, document=document)
        with _in_words(moves[0], taking=True):
            contents.change(moves, kind=Kind.PICKED, document=document, actor=actor, at=at)
        if bin_id is not None:
            doubts.when_empty(bin_id, variant_id, document=document, actor=actor, at=at)


def put_in_place(
    *,
    location_id: int,
    variant_id: int,
    bin_id: int,
    quantity: int,
    document: str,
    actor: Actor,
    at: dt.datetime,
    lot_id: int | None = None,
    serials: Sequence[str] = (),
    from_bin_id: int | None = None,
) -> None:
    """Put units into a bin: what was picked for `document` back, else what was received and waits.

    Units come from `from_bin_id` when it is given; else from the packing place as far as `document`
    picked them; else from the receiving bins; else from what lies loose.

    :raises NothingLoose: if fewer units than that wait.
    """
    rows.require_handling(actor)
    units = parse_quantity(quantity)
    with transaction.atomic():
        target = rows.own_bin(location_id, bin_id)
        rows.lock([variant_id])
        picked = _picked(location_id, variant_id, lot_id, document) if from_bin_id is None else {}
        if from_bin_id is not None:
            lot_id = which_lot(rows.own_bin(location_id, from_bin_id).pk, variant_id, lot_id)
            sources = [(from_bin_id, lot_id, units)]
        elif sum(picked.values()) >= units:
            sources = _part(((bin_, lot, have) for (bin_, lot), have in picked.items()), units)
            serial_numbers.put_back(variant_id, serials, location_id=location_id, document=document)
        else:
            waiting = _contents(location_id, variant_id, lot_id, Bin.Kind.RECEIVING)
            sources = _part(waiting, units)
        kind = Kind.PUT_BACK if from_bin_id is None and sum(picked.values()) >= units else Kind.PUT_AWAY
        moves = []
        for source, lot, part in sources:
            moves.append(Move(location_id, source, variant_id, lot, -part))
            moves.append(Move(location_id, target.pk, variant_id, lot, part))
        loose = units - sum(part for _, _, part in sources)
        if loose:
            moves.append(Move(location_id, target.pk, variant_id, lot_id, loose))
        with _in_words(moves[0], taking=False):
            contents.change(moves, kind=kind, document=document, actor=actor, at=at)


def leave_packing(
    units: dict[rows.Key, int], *, document: str, orders: Iterable[str], actor: Actor, at: dt.datetime
) -> None:
    """Take shipped units out of packing places, first those that were picked for these orders."""
    wanted = list(orders)
    packed: dict[rows.Key, list[BinContent]] = {}
    for row in (
        BinContent.objects.filter(
            bin__location_id__in={location_id for _, location_id in units},
            bin__kind=Bin.Kind.PACKING,
            variant_id__in={variant_id for variant_id, _ in units},
            quantity__gt=0,
        )
        .select_related("bin")
        .order_by("pk")
    ):
        packed.setdefault((row.variant_id, row.bin.location_id), []).append(row)
    for key in sorted(packed.keys() & units.keys()):
        variant_id, location_id = key
        mine = _net({row.pk for row in packed[key]}, wanted)
        turn = sorted(packed[key], key=lambda row: (-mine.get(row.pk, 0), row.pk))
        parts = _part(((row.bin_id, row.lot_id, row.quantity) for row in turn), units[key])
        moves = [Move(location_id, bin_id, variant_id, lot, -part) for bin_id, lot, part in parts]
        contents.change(moves, kind=Kind.LEFT, document=document, actor=actor, at=at)


def uses_bins(location_id: int) -> bool:
    """Tell whether anything lies in bins of a location."""
    return BinContent.objects.filter(bin__location_id=location_id, quantity__gt=0).exists()


def packing_place(location_id: int) -> Bin:
    """Return the packing place of a location; made when it is needed first."""
    found = Bin.objects.filter(location_id=location_id, kind=Bin.Kind.PACKING).order_by("pk").first()
    if found is not None:
        return found
    row, _ = Bin.objects.get_or_create(
        location_id=location_id, code=PACKING_CODE, defaults={"kind": Bin.Kind.PACKING}
    )
    return row


def which_lot(bin_id: int, variant_id: int, lot_id: int | None) -> int | None:
    """Return the lot that is meant in a bin: the one named, or the only one there."""
    if lot_id is not None:
        if not Lot.objects.filter(pk=lot_id, variant_id=variant_id).exists():
            raise LotNeeded(variant_id=variant_id, lot=lot_id)
        return lot_id
    if profiles([variant_id])[variant_id].tracking != "lot":
        return None
    there = BinContent.objects.filter(bin_id=bin_id, variant_id=variant_id, quantity__gt=0)
    lots = list(there.values_list("lot_id", flat=True))
    if len(lots) > 1:
        raise LotNeeded(variant_id=variant_id, lots=len(lots))
    return lots[0] if lots else None


def _contents(
    location_id: int, variant_id: int, lot_id: int | None, kind: str
) -> list[tuple[int, int | None, int]]:
    found = BinContent.objects.filter(
        bin__location_id=location_id, bin__kind=kind, variant_id=variant_id, quantity__gt=0
    )
    if lot_id is not None:
        found = found.filter(lot_id=lot_id)
    return list(found.order_by("pk").values_list("bin_id", "lot_id", "quantity"))


def _picked(
    location_id: int, variant_id: int, lot_id: int | None, document: str
) -> dict[tuple[int, int | None], int]:
    """Return what a document picked and what still lies in the packing place, by bin and lot."""
    if not document:
        return {}
    found = BinContent.objects.filter(
        bin__location_id=location_id, bin__kind=Bin.Kind.PACKING, variant_id=variant_id, quantity__gt=0
    )
    if lot_id is not None:
        found = found.filter(lot_id=lot_id)
    there = list(found.order_by("pk"))
    mine = _net({row.pk for row in there}, [document])
    parts = {(row.bin_id, row.lot_id): min(mine.get(row.pk, 0), row.quantity) for row in there}
    return {spot: units for spot, units in parts.items() if units > 0}


def _net(content_ids: Iterable[int], documents: Sequence[str]) -> dict[int, int]:
    """Return what documents moved into contents, less what they moved out again."""
    moved = BinMove.objects.filter(content_id__in=list(content_ids), document__in=list(documents))
    return dict(moved.values_list("content_id").annotate(units=Sum("quantity")).order_by())


def _part(sources: Iterable[tuple[int, int | None, int]], units: int) -> list[tuple[int, int | None, int]]:
    """Take units from sources one after the other."""
    found, missing = [], units
    for bin_id, lot_id, have in sources:
        part = min(missing, have)
        if part > 0:
            found.append((bin_id, lot_id, part))
            missing -= part
    return found


@contextmanager
def _in_words(first: Move, *, taking: bool) -> Iterator[None]:
    """Turn what the writer of contents refuses into words for the person at the shelf."""
    try:
        yield
    except contents.Short as short:
        code = Bin.objects.get(pk=short.move.bin_id).code
        raise BinShort(bin=code, wanted=-short.move.quantity, there=short.there) from None
    except rows.Refused:
        level = StockLevel.objects.filter(variant_id=first.variant_id, location_id=first.location_id).first()
        there = level.loose if level else 0
        if taking:
            raise BinShort(bin="", wanted=first.quantity, there=there) from None
        raise NothingLoose(loose=there) from None
