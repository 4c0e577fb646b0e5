"""Which box, and how the things lie in it: what the bench asks of the three-dimensional packer.

Lengths in millimetres, weights in grams. `propose` never guesses: what has no measures gets no proposal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from storecrew.contexts.fulfillment.rules.packing3d import choosing, shapes


class Item(NamedTuple):
    """One unit to pack. `upright` keeps its height upwards; nothing lies on a `fragile` one."""

    key: str
    length: int
    width: int
    height: int
    weight: int = 0
    upright: bool = False
    fragile: bool = False


class Box(NamedTuple):
    """A box from inside; `max_weight` is of its contents, `cost` breaks ties in any one unit."""

    code: str
    length: int
    width: int
    height: int
    max_weight: int
    cost: int = 0


class Placement(NamedTuple):
    """Where a unit lies: its corner nearest to the origin, and its size as it is turned."""

    key: str
    x: int
    y: int
    z: int
    length: int
    width: int
    height: int


class Proposal(NamedTuple):
    """One box with what lies in it; `fill` is the used part of its room in percent."""

    box: str
    placements: tuple[Placement, ...]
    fill: int


def propose(items: Sequence[Item], boxes: Sequence[Box]) -> tuple[Proposal, ...]:
    """Return boxes that hold all items, or () when there is no way (or a measure is missing)."""
    if not items or not boxes or any(min(item.length, item.width, item.height) <= 0 for item in items):
        return ()
    pieces = [
        shapes.Piece(
            item.key,
            item.length,
            item.width,
            item.height,
            weight=item.weight,
            quantity=units,
            upright=(not item.upright, not item.upright, True),
            fragile=item.fragile,
        )
        for item, units in Counter(items).items()
    ]
    kept = [
        shapes.Box(box.code, box.length, box.width, box.height, max_weight=box.max_weight, rank=box.cost)
        for box in boxes
    ]
    packing = choosing.choose_boxes(pieces, kept)
    return () if packing.unpacked else tuple(_proposal(found) for found in packing.boxes)


def _proposal(found: shapes.PackedBox) -> Proposal:
    placements = tuple(Placement(*place) for place in found.placements)
    return Proposal(found.box.key, placements, int(found.fill_rate * 100))
