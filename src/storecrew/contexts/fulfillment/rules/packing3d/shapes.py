"""What is packed, into what, and how it lies: sizes in millimeters, weights in grams."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Piece:
    """Goods of one size and kind.

    ``upright`` says for length, width and height whether that side may stand vertically: a bottle that
    must not lie has ``(False, False, True)``. Nothing is put on top of a ``fragile`` piece.
    """

    key: str
    length: int
    width: int
    height: int
    weight: int = 0
    quantity: int = 1
    upright: tuple[bool, bool, bool] = (True, True, True)
    fragile: bool = False

    @property
    def volume(self) -> int:
        """Cubic millimeters of one unit."""
        return self.length * self.width * self.height

    def orientations(self) -> tuple[tuple[int, int, int], ...]:
        """Return the allowed ``(x, y, z)`` extents, each once."""
        sides = (self.length, self.width, self.height)
        found = {(sides[a], sides[b], sides[c]) for a, b, c in permutations(range(3)) if self.upright[c]}
        return tuple(sorted(found))


@dataclass(frozen=True, slots=True)
class Box:
    """A carton, pallet or container by its inner size; ``rank`` breaks ties and may be a price."""

    key: str
    length: int
    width: int
    height: int
    max_weight: int | None = None
    tare: int = 0
    rank: int = 0

    @property
    def volume(self) -> int:
        """Cubic millimeters inside."""
        return self.length * self.width * self.height


class Placement(NamedTuple):
    """One unit in a box: its corner nearest to the box's origin, and its extents."""

    key: str
    x: int
    y: int
    z: int
    dx: int
    dy: int
    dz: int


@dataclass(frozen=True, slots=True)
class PackedBox:
    """A box with what lies in it, in the order of packing; ``weight`` includes the box itself."""

    box: Box
    placements: tuple[Placement, ...]
    weight: int

    @property
    def filled(self) -> int:
        """Cubic millimeters that goods take."""
        return sum(place.dx * place.dy * place.dz for place in self.placements)

    @property
    def fill_rate(self) -> float:
        """Share of the box that goods take, from 0 to 1."""
        return self.filled / self.box.volume


@dataclass(frozen=True, slots=True)
class Packing:
    """The proposal: boxes in order, and what fits into none of them as (key, units)."""

    boxes: tuple[PackedBox, ...]
    unpacked: tuple[tuple[str, int], ...] = ()

    @property
    def fill_rate(self) -> float:
        """Share of all boxes together that goods take, from 0 to 1."""
        volume = sum(packed.box.volume for packed in self.boxes)
        return sum(packed.filled for packed in self.boxes) / volume if volume else 0.0
