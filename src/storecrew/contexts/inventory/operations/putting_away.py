"""Putting away from a device, where the same entry sent twice moves goods once, and of a whole location."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from django.db import transaction

from storecrew.contexts.inventory.errors import InvalidReceipt, LotNeeded, NothingLoose, UnknownBin
from storecrew.contexts.inventory.models import Bin, BinMove
from storecrew.contexts.inventory.operations import bins, contents, rows
from storecrew.contexts.inventory.queries import location
from storecrew.contexts.inventory.queries.bins import profiles
from storecrew.kernel.actor import Actor
from storecrew.kernel.quantity import parse_quantity


def put_away(
    *,
    location_id: int,
    variant_id: int,
    bin_id: int,
    quantity: int,
    key: str,
    actor: Actor,
    at: dt.datetime,
    from_bin_id: int | None = None,
    lot_id: int | None = None,
) -> bool:
    """Put received units into a bin as `put_in_place` does; False when this `key` did it before.

    The key is the document of the moves, and the level is locked before it is looked for, so two
    connections that send the same entry at once move the goods once.
    """
    rows.require_handling(actor)
    if not 8 <= len(key) <= 64:
        raise InvalidReceipt(key=key[:64])
    document = f"scan {key}"
    with transaction.atomic():
        rows.lock([variant_id])
        if BinMove.objects.filter(document=document, content__variant_id=variant_id).exists():
            return False
        bins.put_in_place(
            location_id=location_id,
            variant_id=variant_id,
            bin_id=bin_id,
            quantity=quantity,
            document=document,
            lot_id=lot_id,
            from_bin_id=from_bin_id,
            actor=actor,
            at=at,
        )
    return True


class _Placement(NamedTuple):
    variant_id: int
    bin_id: int
    quantity: int


def stock_bins(
    location_code: str,
    placements: Iterable[tuple[int, int, int]],
    *,
    document: str,
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Put loose units of many articles into bins at once, as when a location gets its bins.

    ``placements`` are (variant, bin, units).

    :raises UnknownBin: a bin is not a shelf of this location
    :raises LotNeeded: an article is told apart by lot or serial number; those are put away one by one
    :raises NothingLoose: more would be put away of an article than lies loose; nothing was moved
    """
    rows.require_handling(actor)
    place = location(location_code)
    wanted = [_Placement(*each) for each in placements]
    shelves = Bin.objects.filter(location_id=place.id, kind=Bin.Kind.STORAGE, active=True)
    strange = {each.bin_id for each in wanted} - set(shelves.values_list("pk", flat=True))
    if strange:
        raise UnknownBin(bin=min(strange))
    for variant_id, profile in profiles({each.variant_id for each in wanted}).items():
        if profile.tracking != "none":
            raise LotNeeded(variant_id=variant_id)
    moves = [
        contents.Move(place.id, each.bin_id, each.variant_id, None, parse_quantity(each.quantity))
        for each in wanted
    ]
    try:
        with transaction.atomic():
            contents.change(moves, kind=BinMove.Kind.PUT_AWAY, document=document, actor=actor, at=at)
    except rows.Refused as refused:
        raise NothingLoose(variants=sorted(variant_id for variant_id, _ in refused.keys)[:20]) from None
