"""Blocks: pieces stacked without a gap, so that a box is filled in few steps.

A block stands on its whole base and carries on ``(top_x, top_y)`` of its top, which is closed. Blocks
are made once per set of pieces; the search picks among them with arrays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from storecrew.contexts.fulfillment.rules.packing3d.shapes import Box, Piece, Placement

DENSE = 0.98
MOST_JOINED = 400


@dataclass(frozen=True, slots=True)
class Block:
    """Units of one or several pieces as one body of ``x`` by ``y`` by ``z``; ``uses`` are units per piece."""

    x: int
    y: int
    z: int
    top_x: int
    top_y: int
    volume: int
    weight: int
    uses: tuple[int, ...]
    parts: tuple[tuple[int, int, int, Block], ...] = ()
    unit: tuple[str, int, int, int] | None = None

    @property
    def shape(self) -> tuple[object, ...]:
        """What makes two blocks interchangeable."""
        return (self.x, self.y, self.z, self.top_x, self.top_y, self.uses)

    def placements(self, x: int, y: int, z: int) -> Iterator[Placement]:
        """Return where each unit lies when the block's corner is at a point."""
        if self.unit is not None:
            key, dx, dy, dz = self.unit
            steps = product(range(0, self.z, dz), range(0, self.y, dy), range(0, self.x, dx))
            yield from (Placement(key, x + px, y + py, z + pz, dx, dy, dz) for pz, py, px in steps)
            return
        for px, py, pz, block in self.parts:
            yield from block.placements(x + px, y + py, z + pz)


class BlockTable:
    """All blocks for a box, largest first, as columns."""

    def __init__(self, pieces: Sequence[Piece], box: Box, *, most: int) -> None:
        self.blocks = make_blocks(pieces, box, most=most)
        columns = [(b.x, b.y, b.z, b.volume, b.weight) for b in self.blocks]
        table = np.array(columns, dtype=np.int64).reshape(-1, 5)
        self.x, self.y, self.z, self.volume, self.weight = table.T
        self.uses = np.array([b.uses for b in self.blocks], dtype=np.int32).reshape(-1, len(pieces))


def make_blocks(pieces: Sequence[Piece], box: Box, *, most: int) -> list[Block]:
    """Return the blocks that fit into a box, largest first: all of one piece, joined ones up to ``most``."""
    known = {block.shape: block for block in _simple(pieces, box)}
    fresh = list(known.values())
    limits = tuple(piece.quantity for piece in pieces)
    while fresh and len(known) < most:
        base = sorted(known.values(), key=_by_size)[:MOST_JOINED]
        joined: list[Block] = []
        for one, other in product(fresh[:MOST_JOINED], base):
            for block in _joins(one, other):
                if block.shape not in known and _fits(block, box, limits):
                    known[block.shape] = block
                    joined.append(block)
            if len(known) >= most:
                break
        fresh = sorted(joined, key=_by_size)
    return sorted(known.values(), key=_by_size)


def _by_size(block: Block) -> tuple[int, ...]:
    return (-block.volume, block.x, block.y, block.z, -block.top_x, *block.uses)


def _simple(pieces: Sequence[Piece], box: Box) -> Iterator[Block]:
    for number, piece in enumerate(pieces):
        for x, y, z in piece.orientations():
            most = (box.length // x, box.width // y, box.height // z)
            if not all(most):
                continue
            high = 1 if piece.fragile else most[2]
            counts = product(*(range(1, min(top, piece.quantity) + 1) for top in (most[0], most[1], high)))
            for nx, ny, nz in counts:
                units = nx * ny * nz
                heavy = box.max_weight is not None and units * piece.weight > box.max_weight
                if units > piece.quantity or heavy:
                    continue
                top = (0, 0) if piece.fragile else (x * nx, y * ny)
                uses = tuple(units if place == number else 0 for place in range(len(pieces)))
                yield Block(
                    x=x * nx, y=y * ny, z=z * nz, top_x=top[0], top_y=top[1],
                    volume=units * piece.volume, weight=units * piece.weight, uses=uses,
                    unit=(piece.key, x, y, z),
                )  # fmt: skip


def _fits(block: Block, box: Box, limits: tuple[int, ...]) -> bool:
    return (
        block.x <= box.length
        and block.y <= box.width
        and block.z <= box.height
        and block.volume >= DENSE * block.x * block.y * block.z
        and (box.max_weight is None or block.weight <= box.max_weight)
        and all(used <= limit for used, limit in zip(block.uses, limits, strict=True))
    )


def _join(
    one: Block, other: Block, at: tuple[int, int, int], size: tuple[int, int, int], top: tuple[int, int]
) -> Block:
    return Block(
        *size, *top, one.volume + other.volume, one.weight + other.weight,
        tuple(a + b for a, b in zip(one.uses, other.uses, strict=True)),
        ((0, 0, 0, one), (*at, other)),
    )  # fmt: skip


def _joins(one: Block, other: Block) -> Iterator[Block]:
    for first, second in ((one, other), (other, one)):
        yield from _beside(first, second)
        yield from _on_top(first, second)


def _beside(one: Block, other: Block) -> Iterator[Block]:
    """Put blocks of one height side by side; what comes on top needs both tops closed up to the seam."""
    if one.z != other.z:
        return
    closed = one.top_x == one.x and other.top_x
    top_y = min(one.top_y, other.top_y)
    yield _join(
        one, other, (one.x, 0, 0), (one.x + other.x, max(one.y, other.y), one.z),
        (one.x + other.top_x if closed else one.top_x, top_y if closed else one.top_y),
    )  # fmt: skip
    closed = one.top_y == one.y and other.top_y
    top_x = min(one.top_x, other.top_x)
    yield _join(
        one, other, (0, one.y, 0), (max(one.x, other.x), one.y + other.y, one.z),
        (top_x if closed else one.top_x, one.y + other.top_y if closed else one.top_y),
    )  # fmt: skip


def _on_top(lower: Block, upper: Block) -> Iterator[Block]:
    if upper.x <= lower.top_x and upper.y <= lower.top_y:
        size = (lower.x, lower.y, lower.z + upper.z)
        yield _join(lower, upper, (0, 0, lower.z), size, (upper.top_x, upper.top_y))
