"""What follows when a picker finds less than was promised: the next best, and who has to hear of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Elsewhere(NamedTuple):
    """Units that are free at another location, in the order in which routing would take them."""

    location_id: int
    free: int


class Consequence(NamedTuple):
    """How missing units are made good: `here` from other bins, `moves` from elsewhere, `back_order` later."""

    here: int
    moves: tuple[tuple[int, int], ...]
    back_order: int


def consequence(
    missing: int, *, in_other_bins: int, elsewhere: Iterable[Elsewhere], may_split: bool
) -> Consequence:
    """Choose the consequence: another bin of the same location, then other locations, then the customer
    waits.

    Without the right to split an order, only a location that has all that is missing is asked.
    """
    here = min(missing, max(in_other_bins, 0))
    left = missing - here
    moves: list[tuple[int, int]] = []
    for place in elsewhere:
        if not left:
            break
        if not may_split and place.free < left:
            continue
        units = min(left, max(place.free, 0))
        if units:
            moves.append((place.location_id, units))
            left -= units
    return Consequence(here, tuple(moves), left)
