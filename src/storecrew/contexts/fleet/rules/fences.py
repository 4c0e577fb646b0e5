"""Whether somebody stands at an address: how far a phone may be from where the address lies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from storecrew.contexts.fleet.rules.geography import Point, apart

FENCES: Mapping[str, int] = {"typed": 300, "own": 3_000, "region": 40_000}
"""By how exactly a place is known: meters around it within which the address may lie."""
# A phone that knows its place no better than this knows nothing.
WORST_ACCURACY_M = 100_000


class Spot(NamedTuple):
    """Where a phone says that it is, and how many meters it may be wrong."""

    point: Point
    accuracy_m: int

    @property
    def is_sound(self) -> bool:
        """Say whether this is a place on earth."""
        lat, lon = self.point
        return abs(lat) <= 90_000_000 and abs(lon) <= 180_000_000 and 0 <= self.accuracy_m <= WORST_ACCURACY_M


class Away(NamedTuple):
    """How far from an address somebody stood, and whether that is outside of its fence."""

    meters: int
    is_far: bool


def away(spot: Spot | None, address: Point | None, source: str) -> Away | None:
    """Return how far a phone is from an address; None where either place is unknown."""
    if spot is None or address is None or source not in FENCES:
        return None
    meters = apart(spot.point, address)
    return Away(meters, meters > FENCES[source] + spot.accuracy_m)
