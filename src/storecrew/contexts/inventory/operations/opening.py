"""Opening stock: the shelf says what a file says, spot by spot, as long as nothing else has moved it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction

from storecrew.contexts.inventory.errors import CountChanged, InvalidStockChange, StockCommitted
from storecrew.contexts.inventory.models import BinMove, Lot, StockMovement
from storecrew.contexts.inventory.operations import contents, counters, rows, shelving
from storecrew.contexts.inventory.operations.contents import Move
from storecrew.contexts.inventory.operations.levels import MOST_ON_HAND
from storecrew.contexts.inventory.queries.opening import opening_spots
from storecrew.contexts.inventory.rules.opening import OpeningLine, OpeningSpot
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor

Kind = StockMovement.Kind
Bucket = StockMovement.Bucket


def take_opening_stock(
    lines: Sequence[OpeningLine], *, document: str, actor: Actor, at: dt.datetime
) -> list[int]:
    """Make each spot say what its line says, all lines or none; return what each spot said before.

    Lots that are new are made with their date. `document` is cited by the ledger.

    :raises InvalidStockChange: if a line does not fit; look at `opening_spots` first.
    :raises StockCommitted: if fewer units would remain than are promised, held or set aside.
    """
    actor.require("inventory.adjust")
    actor.require("inventory.write")
    if any(not 0 <= line.quantity <= MOST_ON_HAND for line in lines):
        raise InvalidStockChange(document=document)
    with transaction.atomic():
        rows.lock(line.variant_id for line in lines)
        spots = opening_spots(lines)
        wrong = next((spot.problem for spot in spots if spot.problem), "")
        if wrong:
            raise InvalidStockChange(document=document, problem=wrong)
        _write(lines, spots, document=document, actor=actor, at=at)
    return [spot.now for spot in spots]


def take_back_opening_stock(
    lines: Sequence[OpeningLine], before: Sequence[int], *, document: str, actor: Actor, at: dt.datetime
) -> list[int]:
    """Put spots back to what they said before; return the places in `lines` of those that stay.

    A spot stays when it does not say any more what its line said, or its article was moved since.
    """
    actor.require("inventory.adjust")
    with transaction.atomic():
        rows.lock(line.variant_id for line in lines)
        stands = opening_spots(lines)
        back = [line._replace(quantity=units) for line, units in zip(lines, before, strict=True)]
        spots = opening_spots(back)
        kept = [
            place
            for place, (line, now, spot) in enumerate(zip(lines, stands, spots, strict=True))
            if now.now != line.quantity or spot.problem
        ]
        free = [place for place in range(len(lines)) if place not in set(kept)]
        _write(
            [back[place] for place in free], [spots[place] for place in free],
            document=f"{document}-undo", actor=actor, at=at,
        )  # fmt: skip
    return kept


def _write(
    lines: Sequence[OpeningLine],
    spots: Sequence[OpeningSpot],
    *,
    document: str,
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Take out of bins first, then change the levels, then put into bins, so that no guard is crossed."""
    taken: list[Move] = []
    put: list[Move] = []
    levels: dict[rows.Key, int] = defaultdict(int)
    lots = _lots(lines, actor=actor, at=at)
    for line, spot in zip(lines, spots, strict=True):
        units = line.quantity - spot.now
        if not units:
            continue
        levels[(line.variant_id, spot.location_id)] += units
        if spot.bin_id is not None:
            lot_id = lots[(line.variant_id, line.lot)] if line.lot else None
            move = Move(spot.location_id, spot.bin_id, line.variant_id, lot_id, units)
            (put if units > 0 else taken).append(move)
    entries = [
        counters.Entry(*key, Kind.IMPORTED, Bucket.ON_HAND, units, "", document)
        for key, units in levels.items()
        if units
    ]
    try:
        contents.change(taken, kind=BinMove.Kind.COUNTED, document=document, actor=actor, at=at)
        counters.ensure_levels(levels)
        counters.post(entries, actor=actor, at=at)
        contents.change(put, kind=BinMove.Kind.RECEIVED, document=document, actor=actor, at=at)
    except counters.Refused as refused:
        raise StockCommitted(levels=[list(key) for key in refused.keys]) from None
    except contents.Short as short:
        raise CountChanged(on_hand=short.there) from None
    by_location: dict[int, int] = defaultdict(int)
    for _, location_id in levels:
        by_location[location_id] += 1
    for location_id, articles in sorted(by_location.items()):
        audit.record(
            actor=actor, action="inventory.opening_taken", record="inventory.location",
            record_id=location_id, at=at, after={"articles": articles}, reason=document,
        )  # fmt: skip


def _lots(lines: Sequence[OpeningLine], *, actor: Actor, at: dt.datetime) -> dict[tuple[int, str], int]:
    """Return the lots that lines name, made where they are new and dated where they had no date."""
    named = {(line.variant_id, line.lot): line.expires_on for line in lines if line.lot}
    known = {
        (variant_id, code): (pk, expires)
        for pk, variant_id, code, expires in Lot.objects.filter(
            variant_id__in={variant_id for variant_id, _ in named}
        ).values_list("pk", "variant_id", "code", "expires_on")
    }
    found = {}
    for key, expires_on in named.items():
        there = known.get(key)
        if there is not None and (expires_on is None or there[1] == expires_on):
            found[key] = there[0]
        else:
            found[key] = shelving.save_lot(*key, expires_on=expires_on, actor=actor, at=at)
    return found
