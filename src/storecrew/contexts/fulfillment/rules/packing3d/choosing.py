"""Which boxes for these goods: one that holds everything if there is one, else as few as can be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from storecrew.contexts.fulfillment.rules.packing3d.filling import load_box
from storecrew.contexts.fulfillment.rules.packing3d.shapes import Box, PackedBox, Packing, Piece


def choose_boxes(pieces: Sequence[Piece], boxes: Sequence[Box], *, effort: int = 2) -> Packing:
    """Return the boxes to take and how the goods lie in them.

    The cheapest box (by rank, then by volume) that holds all goods wins. Without one, the fullest packing of
    the best box is closed and the rest is asked again. What fits into no box, lying or standing, comes back
    as ``unpacked``, so that a person decides. Keys of pieces are unique.
    """
    in_order = sorted(boxes, key=lambda box: (box.rank, box.volume, box.key))
    rest, unpacked = _split_off_oversize(pieces, in_order)
    packed: list[PackedBox] = []
    while rest:
        found = _one_for_all(rest, in_order, effort) or _fullest(rest, in_order, effort)
        if not found.placements:
            unpacked += [(piece.key, piece.quantity) for piece in rest]
            break
        packed.append(found)
        rest = _without(rest, found)
    return Packing(tuple(packed), tuple(unpacked))


def fits_alone(piece: Piece, box: Box) -> bool:
    """Say whether one unit goes into an empty box."""
    light = box.max_weight is None or piece.weight <= box.max_weight
    return light and any(
        x <= box.length and y <= box.width and z <= box.height for x, y, z in piece.orientations()
    )


def _split_off_oversize(
    pieces: Sequence[Piece], boxes: Sequence[Box]
) -> tuple[list[Piece], list[tuple[str, int]]]:
    rest, oversize = [], []
    for piece in pieces:
        if piece.quantity < 1:
            continue
        if any(fits_alone(piece, box) for box in boxes):
            rest.append(piece)
        else:
            oversize.append((piece.key, piece.quantity))
    return rest, oversize


def _one_for_all(pieces: Sequence[Piece], boxes: Sequence[Box], effort: int) -> PackedBox | None:
    volume = sum(piece.volume * piece.quantity for piece in pieces)
    weight = sum(piece.weight * piece.quantity for piece in pieces)
    units = sum(piece.quantity for piece in pieces)
    for box in boxes:
        too_much = volume > box.volume or (box.max_weight is not None and weight > box.max_weight)
        if too_much or not all(fits_alone(piece, box) for piece in pieces):
            continue
        packed = load_box(box, pieces, effort=effort)
        if len(packed.placements) == units:
            return packed
    return None


def _fullest(pieces: Sequence[Piece], boxes: Sequence[Box], effort: int) -> PackedBox:
    """Return the packing that takes most of the goods; of equals the smaller box."""
    found = [load_box(box, pieces, effort=effort) for box in boxes]
    return max(found, key=lambda packed: (packed.filled, -packed.box.volume))


def _without(pieces: Sequence[Piece], packed: PackedBox) -> list[Piece]:
    taken = Counter(place.key for place in packed.placements)
    left = [replace(piece, quantity=piece.quantity - taken[piece.key]) for piece in pieces]
    return [piece for piece in left if piece.quantity]
