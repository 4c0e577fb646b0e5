"""Where to take units from: the lot that expires first, then the shortest walk. Plain Python."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

NEVER = dt.date.max
LAST = 2_000_000_000
ZONE_STEP = 1_000_000


class Shelf(NamedTuple):
    """Units of one variant that may be picked from one bin."""

    variant_id: int
    bin_id: int
    bin_code: str
    zone_code: str
    walk_order: int
    lot_id: int | None
    lot_code: str
    expires_on: dt.date | None
    quantity: int


class Pick(NamedTuple):
    """Units to take from a shelf; `shelf` is None for units in no known bin."""

    variant_id: int
    shelf: Shelf | None
    quantity: int


def walk(zone_order: int, bin_order: int) -> int:
    """Return one number that orders all bins of a location: zone by zone, then along the zone."""
    return min(zone_order, 1_000) * ZONE_STEP + min(bin_order, ZONE_STEP - 1)


def plan(
    needs: Mapping[int, int], shelves: Iterable[Shelf], *, first_in_order: Collection[int] = ()
) -> list[Pick]:
    """Cover needs (variant: units) from shelves and return the picks in walking order.

    The lot that expires first is taken first, except for variants in `first_in_order`, for which the
    walk alone decides. What no shelf covers becomes a pick without a shelf, at the end.
    """
    by_variant: dict[int, list[Shelf]] = defaultdict(list)
    for shelf in shelves:
        if shelf.quantity > 0:
            by_variant[shelf.variant_id].append(shelf)
    picks: list[Pick] = []
    for variant_id, quantity in needs.items():
        missing = quantity
        by_walk = variant_id in first_in_order
        for shelf in sorted(by_variant[variant_id], key=lambda shelf: _turn(shelf, by_walk)):
            units = min(missing, shelf.quantity)
            if units:
                picks.append(Pick(variant_id, shelf, units))
                missing -= units
        if missing:
            picks.append(Pick(variant_id, None, missing))
    return sorted(picks, key=_step)


def _turn(shelf: Shelf, by_walk: bool) -> tuple[dt.date, int, str, int]:
    expires = NEVER if by_walk else shelf.expires_on or NEVER
    return (expires, shelf.walk_order, shelf.bin_code, shelf.lot_id or 0)


def _step(pick: Pick) -> tuple[int, str, int, int]:
    if pick.shelf is None:
        return (LAST, "", pick.variant_id, 0)
    return (pick.shelf.walk_order, pick.shelf.bin_code, pick.variant_id, pick.shelf.lot_id or 0)
