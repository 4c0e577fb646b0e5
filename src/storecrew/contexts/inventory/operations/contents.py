"""The one writer of bin contents and of their ledger.

The level is the guard: its row is locked first and its `in_bins` changed by a condition, so that what
lies in bins never exceeds what is on hand; then each content changes by a condition of its own.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import F

from storecrew.contexts.inventory.models import Bin, BinContent, BinMove
from storecrew.contexts.inventory.operations import rows
from storecrew.kernel.actor import Actor

Kind = BinMove.Kind
Spot = tuple[int, int, int | None]


class Move(NamedTuple):
    """A signed change of what one bin holds."""

    location_id: int
    bin_id: int
    variant_id: int
    lot_id: int | None
    quantity: int


class Short(Exception):
    """A bin holds fewer units than were to be taken; the transaction must be rolled back."""

    def __init__(self, move: Move, there: int) -> None:
        self.move = move
        self.there = there
        super().__init__(f"{there} in bin {move.bin_id}")


def change(moves: Sequence[Move], *, kind: str, document: str, actor: Actor, at: dt.datetime) -> None:
    """Change bin contents and append to their ledger, inside the caller's transaction.

    Raises `rows.Refused` when more would lie in bins than is on hand, `Short` when a bin has too few.
    """
    in_bins: dict[rows.Key, int] = defaultdict(int)
    spots: dict[Spot, int] = defaultdict(int)
    first: dict[Spot, Move] = {}
    for move in moves:
        spot = (move.bin_id, move.variant_id, move.lot_id)
        in_bins[(move.variant_id, move.location_id)] += move.quantity
        spots[spot] += move.quantity
        first.setdefault(spot, move)
    rows.lock(variant_id for variant_id, _ in in_bins)
    rows.change_in_bins(in_bins)
    found = _find(list(spots))
    written: list[tuple[int, int]] = []
    more: dict[int, list[int]] = defaultdict(list)
    for spot in sorted(spots, key=lambda spot: found[spot]):
        units, pk = spots[spot], found[spot]
        row = BinContent.objects.filter(pk=pk)
        if units > 0:
            more[units].append(pk)
        elif units and row.filter(quantity__gte=-units).update(quantity=F("quantity") + units) != 1:
            raise Short(first[spot], row.values_list("quantity", flat=True).get())
        if units:
            written.append((pk, units))
    for units, pks in more.items():
        BinContent.objects.filter(pk__in=pks).update(quantity=F("quantity") + units)
    _write(written, kind=kind, document=document, actor=actor, at=at)


def _find(spots: Sequence[Spot]) -> dict[Spot, int]:
    """Return the rows of spots, made where they are missing."""
    known = _known(spots)
    missing = [spot for spot in spots if spot not in known]
    if missing:
        BinContent.objects.bulk_create(
            [BinContent(bin_id=bin_id, variant_id=variant, lot_id=lot) for bin_id, variant, lot in missing],
            ignore_conflicts=True,
        )
        known = _known(spots)
    return known


def _known(spots: Sequence[Spot]) -> dict[Spot, int]:
    found = BinContent.objects.filter(
        bin_id__in={spot[0] for spot in spots}, variant_id__in={spot[1] for spot in spots}
    )
    return {
        (bin_id, variant, lot): pk
        for pk, bin_id, variant, lot in found.values_list("pk", "bin_id", "variant_id", "lot_id")
    }


def _write(
    written: Sequence[tuple[int, int]], *, kind: str, document: str, actor: Actor, at: dt.datetime
) -> None:
    name = rows.actor_name(actor)
    BinMove.objects.bulk_create(
        [
            BinMove(content_id=pk, kind=kind, quantity=units, document=document[:100], actor=name, at=at)
            for pk, units in written
        ],
        batch_size=1000,
    )


# From where units go that leave without a scan: what pickers may take first, the packing place last.
LEAVING = (Bin.Kind.STORAGE, Bin.Kind.RECEIVING, Bin.Kind.QUARANTINE, Bin.Kind.PACKING)


def empty(key: rows.Key, units: int, *, document: str, actor: Actor, at: dt.datetime) -> None:
    """Take units of a level out of its bins, because they left without anybody saying from where."""
    variant_id, location_id = key
    there = BinContent.objects.filter(
        variant_id=variant_id, bin__location_id=location_id, quantity__gt=0
    ).select_related("bin__zone", "lot")
    moves, missing = [], units
    for row in sorted(there, key=_leaving_turn):
        part = min(missing, row.quantity)
        if part:
            moves.append(Move(location_id, row.bin_id, variant_id, row.lot_id, -part))
            missing -= part
    if moves:
        change(moves, kind=Kind.LEFT, document=document, actor=actor, at=at)


def _leaving_turn(row: BinContent) -> tuple[int, dt.date, int, int, int]:
    expires = row.lot.expires_on if row.lot and row.lot.expires_on else dt.date.max
    zone = row.bin.zone.walk_order if row.bin.zone else 0
    return (LEAVING.index(Bin.Kind(row.bin.kind)), expires, zone, row.bin.walk_order, row.pk)
