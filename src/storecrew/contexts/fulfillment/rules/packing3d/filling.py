"""Fill one box: a greedy search over free spaces that looks ahead by trying its best blocks to the end.

A free space is the largest free cuboid from a corner; spaces may overlap, and those above a block are as
large as the block carries, so every unit stands on its whole base.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from storecrew.contexts.fulfillment.rules.packing3d import singly
from storecrew.contexts.fulfillment.rules.packing3d.blocks import Block, BlockTable
from storecrew.contexts.fulfillment.rules.packing3d.shapes import Box, PackedBox, Piece, Placement

Space = tuple[int, int, int, int, int, int]


@dataclass(slots=True)
class _State:
    spaces: list[Space]
    left: np.ndarray
    weight_left: int
    volume: int = 0
    steps: list[tuple[Block, int, int, int]] = field(default_factory=list)

    def copy(self) -> _State:
        return _State(list(self.spaces), self.left.copy(), self.weight_left, self.volume, list(self.steps))


NO_LIMIT = 1 << 60


def load_box(box: Box, pieces: Sequence[Piece], *, effort: int = 1) -> PackedBox:
    """Return the fullest packing found of one box; ``effort`` doubles how far the search looks each step.

    Effort 0 places greedily; 1 to 3 suit a packing bench; more is for containers.
    """
    goal = min(box.volume, sum(piece.volume * piece.quantity for piece in pieces))
    alone = singly.fill(box, pieces, effort=effort)
    best = _start(box, pieces)
    filled = sum(place.dx * place.dy * place.dz for place in alone)
    table = BlockTable(pieces, box, most=min(3000, 100 * 4**effort))
    if table.blocks and filled < goal:
        for round_ in range(effort + 1):
            found = _look_ahead(_start(box, pieces), table, width=2**round_ - 1)
            if found.volume > best.volume:
                best = found
            if best.volume >= goal:
                break
    weights = {piece.key: piece.weight for piece in pieces}
    placements = alone if filled >= best.volume else _placements(best)
    return PackedBox(box, placements, box.tare + sum(weights[place.key] for place in placements))


def _start(box: Box, pieces: Sequence[Piece]) -> _State:
    left = np.array([piece.quantity for piece in pieces], dtype=np.int32)
    weight = NO_LIMIT if box.max_weight is None else box.max_weight
    return _State([(0, 0, 0, box.length, box.width, box.height)], left, weight)


def _look_ahead(state: _State, table: BlockTable, *, width: int) -> _State:
    """Fill step by step; before each step, try the best ``width`` blocks to the end and keep the best one."""
    best = state
    while True:
        space, choices = _next(state, table, max(1, width))
        if space is None:
            return best if best.volume > state.volume else state
        if width <= 1 or len(choices) == 1:
            _place(state, space, table.blocks[choices[0]])
            continue
        ranked = []
        for choice in choices:
            tried = state.copy()
            _place(tried, space, table.blocks[choice])
            after = tried.copy()
            _to_the_end(tried, table)
            ranked.append((tried.volume, -choice, after, tried))
        volume, _, after, tried = max(ranked, key=lambda row: row[:2])
        if volume > best.volume:
            best = tried
        state = after


def _to_the_end(state: _State, table: BlockTable) -> None:
    while True:
        space, choices = _next(state, table, 1)
        if space is None:
            return
        _place(state, space, table.blocks[choices[0]])


def _next(state: _State, table: BlockTable, most: int) -> tuple[Space | None, list[int]]:
    """Return the free space nearest to the box's corner that can take something, and its best blocks."""
    possible = (table.uses <= state.left).all(axis=1) & (table.weight <= state.weight_left)
    while state.spaces:
        space = min(state.spaces, key=_distance)
        fits = possible & (table.x <= space[3]) & (table.y <= space[4]) & (table.z <= space[5])
        if most == 1:
            first = int(fits.argmax())
            if fits[first]:
                return space, [first]
        else:
            found = np.flatnonzero(fits)[:most]
            if found.size:
                return space, found.tolist()
        state.spaces.remove(space)
    return None, []


def _distance(space: Space) -> tuple[int, ...]:
    return (space[2], space[0] + space[1], space[0], -space[3] * space[4] * space[5], *space)


def _place(state: _State, space: Space, block: Block) -> None:
    x, y, z = space[:3]
    state.steps.append((block, x, y, z))
    state.volume += block.volume
    state.weight_left -= block.weight
    state.left = state.left - np.array(block.uses, dtype=np.int32)
    taken = (x, y, z, block.x, block.y, block.z)
    spaces: list[Space] = []
    for free in state.spaces:
        spaces.extend(_without(free, taken) if _overlap(free, taken) else (free,))
    above = space[5] - block.z
    if above > 0 and block.top_x and block.top_y:
        top = (x, y, z + block.z, block.top_x, block.top_y, above)
        spaces.extend(_joined(top, spaces))
        spaces.append(top)
    state.spaces = _largest(spaces)


def _overlap(one: Space, other: Space) -> bool:
    return all(one[i] < other[i] + other[i + 3] and other[i] < one[i] + one[i + 3] for i in range(3))


def _without(free: Space, taken: Space) -> list[Space]:
    """Return what is left of a free space: the parts beside a block that keep the space's floor."""
    x, y, z, dx, dy, dz = free
    found = []
    if taken[0] > x:
        found.append((x, y, z, taken[0] - x, dy, dz))
    right = taken[0] + taken[3]
    if x + dx > right:
        found.append((right, y, z, x + dx - right, dy, dz))
    if taken[1] > y:
        found.append((x, y, z, dx, taken[1] - y, dz))
    behind = taken[1] + taken[4]
    if y + dy > behind:
        found.append((x, behind, z, dx, y + dy - behind, dz))
    if taken[2] > z:
        found.append((x, y, z, dx, dy, taken[2] - z))
    return found


def _joined(top: Space, spaces: list[Space]) -> list[Space]:
    """Return the spaces over a seam: floors of one height that touch carry together."""
    found: list[Space] = []
    for other in spaces:
        if other[2] != top[2]:
            continue
        for along, across in ((0, 1), (1, 0)):
            first, second = (top, other) if top[along] <= other[along] else (other, top)
            start = max(first[across], second[across])
            shared = min(first[across] + first[across + 3], second[across] + second[across + 3]) - start
            reaches = second[along] <= first[along] + first[along + 3] < second[along] + second[along + 3]
            if shared <= 0 or not reaches:
                continue
            corner, size = [0, 0, top[2]], [0, 0, min(top[5], other[5])]
            corner[along], corner[across] = first[along], start
            size[along], size[across] = second[along] + second[along + 3] - first[along], shared
            found.append((corner[0], corner[1], corner[2], size[0], size[1], size[2]))
    return found


def _largest(spaces: list[Space]) -> list[Space]:
    """Drop spaces that lie inside another one."""
    kept: list[Space] = []
    for space in sorted(set(spaces), key=lambda s: -s[3] * s[4] * s[5]):
        if not any(_inside(space, other) for other in kept):
            kept.append(space)
    return kept


def _inside(one: Space, other: Space) -> bool:
    return all(other[i] <= one[i] and one[i] + one[i + 3] <= other[i] + other[i + 3] for i in range(3))


def _placements(state: _State) -> tuple[Placement, ...]:
    placed = [place for block, x, y, z in state.steps for place in block.placements(x, y, z)]
    return tuple(sorted(placed, key=lambda place: (place.z, place.y, place.x)))
