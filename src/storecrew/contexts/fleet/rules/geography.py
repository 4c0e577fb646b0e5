"""Where things are and how long the way is, without asking anybody outside.

Coordinates are millionths of a degree. Ways are straight lines lengthened by what roads add, driven at a
speed that rises with their length: good enough to order stops and to promise hours, the same for everybody.
"""

# not money in this file: meters and seconds

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

RADIUS_M = 6_371_000
# Roads are this much longer than the line through the air, as measured over many European cities.
DETOUR = 1.32
# Up to so many meters a way is driven at so many km/h on the whole: city, edge of the city, country road.
_SPEEDS = ((3_000, 20), (15_000, 32), (60_000, 55), (math.inf, 80))


class Point(NamedTuple):
    """A place on the map."""

    lat_e6: int
    lon_e6: int


def meters(start: Point, end: Point) -> int:
    """Return the length of the way between two places."""
    return int(distances([start, end])[0, 1])


def apart(start: Point, end: Point) -> int:
    """Return how many meters lie between two places through the air."""
    return round(meters(start, end) / DETOUR)


def seconds(length_m: int) -> int:
    """Return how long a way of so many meters takes."""
    speed = next(speed for limit, speed in _SPEEDS if length_m <= limit)
    return math.ceil(length_m * 3.6 / speed)


def distances(points: Sequence[Point]) -> np.ndarray:
    """Return the square array of ways in meters."""
    at = np.radians(np.array(points, dtype=float).reshape(-1, 2) / 1e6)
    lat, lon = at[:, 0], at[:, 1]
    half = np.sin((lat[:, None] - lat[None, :]) / 2) ** 2
    half += np.cos(lat)[:, None] * np.cos(lat)[None, :] * np.sin((lon[:, None] - lon[None, :]) / 2) ** 2
    straight = 2 * RADIUS_M * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    return np.rint(straight * DETOUR).astype(np.int64)


def durations(ways: np.ndarray) -> np.ndarray:
    """Return the square array of seconds for ways in meters."""
    found = np.zeros_like(ways)
    lower = -1.0
    for limit, speed in _SPEEDS:
        here = (ways > lower) & (ways <= limit)
        found[here] = np.ceil(ways[here] * 3.6 / speed).astype(np.int64)
        lower = limit
    return found


def nearest(point: Point, places: Sequence[Point]) -> int:
    """Return the number of the place that is nearest to a point."""
    return int(np.argmin(distances([point, *places])[0, 1:]))
