"""Fill one box piece by piece: for orders of many different things.

Each unit goes to the lowest corner where enough of its base is carried. The order of the units decides how
full the box gets, so several are tried: large bases first, tall, heavy ones, shuffles of the best so far.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from storecrew.contexts.fulfillment.rules.packing3d.shapes import Box, Piece, Placement

CARRIED = 0.75
"""The share of a base that must rest on something that may carry."""
MOST_UNITS = 60
TRIES = 6

_ORDERS: tuple[Callable[[Piece], tuple[float, ...]], ...] = (
    lambda piece: (piece.fragile, -piece.length * piece.width, -piece.height),
    lambda piece: (piece.fragile, -piece.height, -piece.length * piece.width),
    lambda piece: (piece.fragile, -piece.volume, -piece.weight),
    lambda piece: (piece.fragile, -piece.weight, -piece.volume),
)


@dataclass(slots=True)
class _Load:
    box: Box
    low: np.ndarray
    high: np.ndarray
    carries: np.ndarray
    count: int
    weight: int
    points: list[tuple[int, int, int]]
    placements: list[Placement]


def fill(box: Box, pieces: Sequence[Piece], *, effort: int) -> tuple[Placement, ...]:
    """Return the best of several orders of placing; the same question has the same answer."""
    units = [piece for piece in pieces for _ in range(piece.quantity)]
    if len(units) > MOST_UNITS:
        return ()
    everything = sum(piece.volume for piece in units)
    chance = random.Random(len(units))  # noqa: S311 - a fixed sequence of shuffles, not a secret
    best: tuple[int, tuple[Placement, ...]] = (0, ())
    best_order = units
    for turn in range(len(_ORDERS) + TRIES * 2**effort):
        order = sorted(units, key=_ORDERS[turn]) if turn < len(_ORDERS) else _shuffled(best_order, chance)
        placements = _place_all(box, order)
        volume = sum(place.dx * place.dy * place.dz for place in placements)
        if volume > best[0]:
            best, best_order = (volume, placements), order
        if best[0] == everything:
            break
    return best[1]


def _shuffled(order: Sequence[Piece], chance: random.Random) -> list[Piece]:
    changed = list(order)
    for _ in range(1 + len(changed) // 10):
        changed.insert(chance.randrange(len(changed)), changed.pop(chance.randrange(len(changed))))
    return sorted(changed, key=lambda piece: piece.fragile)


def _place_all(box: Box, order: Sequence[Piece]) -> tuple[Placement, ...]:
    size = len(order)
    load = _Load(
        box, np.zeros((size, 3), np.int64), np.zeros((size, 3), np.int64), np.zeros(size, bool), 0, 0,
        [(0, 0, 0)], [],
    )  # fmt: skip
    refused: set[Piece] = set()
    for piece in order:
        if piece in refused:
            continue
        if box.max_weight is not None and load.weight + piece.weight > box.max_weight:
            continue
        if not _put(load, piece):
            refused.add(piece)
    return tuple(load.placements)


def _put(load: _Load, piece: Piece) -> bool:
    """Put one unit at the lowest place that carries it; say whether there was one."""
    if not load.points:
        return False
    corners = np.array(load.points, np.int64)
    best: tuple[tuple[int, ...], int, tuple[int, int, int]] | None = None
    for size in piece.orientations():
        possible = _possible(load, corners, np.array(size, np.int64))
        for place in np.flatnonzero(possible):
            x, y, z = load.points[place]
            rank = (z, z + size[2], x + y, x, y)
            if best is None or rank < best[0]:
                best = (rank, int(place), size)
    if best is None:
        return False
    _, chosen, size = best
    corner = load.points.pop(chosen)
    at = load.count
    load.low[at], load.high[at] = corner, np.add(corner, size)
    load.carries[at] = not piece.fragile
    load.count += 1
    load.weight += piece.weight
    load.placements.append(Placement(piece.key, *corner, *size))
    load.points = sorted({*load.points, *_new_points(load, corner, size)})
    return True


def _possible(load: _Load, corners: np.ndarray, size: np.ndarray) -> np.ndarray:
    """Return for each corner whether a body of this size fits there and stands."""
    ends = corners + size
    inside = (ends <= (load.box.length, load.box.width, load.box.height)).all(axis=1)
    if not load.count:
        return inside
    low, high = load.low[: load.count], load.high[: load.count]
    shared = np.minimum(ends[:, None], high) - np.maximum(corners[:, None], low)
    free = ~(shared > 0).all(axis=2).any(axis=1)
    over = np.where((shared[:, :, :2] > 0).all(axis=2), shared[:, :, 0] * shared[:, :, 1], 0)
    touching = over * (high[:, 2] == corners[:, None, 2])
    on_fragile = (touching[:, ~load.carries[: load.count]] > 0).any(axis=1)
    under = over * (low[:, 2] == ends[:, None, 2])
    carried = touching.sum(axis=1) >= CARRIED * size[0] * size[1]
    return inside & free & ~on_fragile & ~(under > 0).any(axis=1) & (carried | (corners[:, 2] == 0))


def _new_points(
    load: _Load, corner: tuple[int, int, int], size: tuple[int, int, int]
) -> set[tuple[int, int, int]]:
    """Return the corners that a new body opens: beside, behind and above it, slid to walls and floor."""
    found = set()
    for axis in range(3):
        start = list(corner)
        start[axis] += size[axis]
        found.add(tuple(start))
        for way in range(3):
            if way != axis:
                slid = list(start)
                slid[way] = _wall(load, start, way)
                found.add(tuple(slid))
    limits = (load.box.length, load.box.width, load.box.height)
    return {point for point in found if all(point[i] < limits[i] for i in range(3))}  # type: ignore[misc]


def _wall(load: _Load, point: Sequence[int], way: int) -> int:
    """Return how far a point slides along an axis until it meets a body or the box."""
    low, high = load.low[: load.count], load.high[: load.count]
    others = [axis for axis in range(3) if axis != way]
    meets = (high[:, way] <= point[way]) & np.all(
        [(low[:, axis] <= point[axis]) & (point[axis] < high[:, axis]) for axis in others], axis=0
    )
    return int(high[meets, way].max(initial=0))
