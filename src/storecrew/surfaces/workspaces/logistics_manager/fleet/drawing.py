"""The map of a day, drawn by ourselves: points and lines on a plain sheet; no tile of anybody else."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from storecrew.contexts.fleet import public as fleet

WIDTH, HEIGHT, MARGIN = 900, 560, 36
COLORS = 6
Place = tuple[int, int]


def draw(
    trips: Sequence[fleet.TripFacts], depots: Iterable[fleet.Depot], waiting: Iterable[Any]
) -> dict[str, Any] | None:
    """Return the lines and points of a map in the units of its sheet; None when there is nothing to show.

    ``waiting`` are jobs without a trip that have a place.
    """
    homes: dict[int, Place] = {
        depot.location_id: (depot.point.lat_e6, depot.point.lon_e6) for depot in depots
    }
    loose = [(job.lat_e6, job.lon_e6) for job in waiting if job.lat_e6 is not None]
    stops = [stop.point for trip in trips for stop in trip.stops if stop.point]
    if not loose and not stops:
        return None
    put = _sheet([*homes.values(), *loose, *stops])
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "ways": [_way(place, trip, put) for place, trip in enumerate(trips) if trip.home],
        "homes": [put(point) for point in homes.values()],
        "waiting": [put(point) for point in loose],
    }


def _way(place: int, trip: fleet.TripFacts, put: Any) -> dict[str, Any]:
    points = [stop.point for stop in trip.stops if stop.point]
    line = [put(point) for point in [trip.home, *points, trip.home]]
    return {
        "number": trip.number,
        "color": place % COLORS + 1,
        "points": " ".join(f"{x:.0f},{y:.0f}" for x, y in line),
        "stops": [
            (*put(stop.point), stop.position, stop.state) for stop in trip.stops if stop.point is not None
        ],
    }


def _sheet(points: Sequence[Place]) -> Any:
    """Return a function that puts a place on the sheet: north up, east right, nothing cut off."""
    lats, lons = [lat for lat, _lon in points], [lon for _lat, lon in points]
    shrink = math.cos(math.radians((min(lats) + max(lats)) / 2e6))
    wide, high = max(1.0, (max(lons) - min(lons)) * shrink), max(1.0, float(max(lats) - min(lats)))
    scale = min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN) / high)
    left, top = (WIDTH - wide * scale) / 2, (HEIGHT - high * scale) / 2

    def put(point: Place) -> tuple[float, float]:
        return (
            round(left + (point[1] - min(lons)) * shrink * scale, 1),
            round(top + (max(lats) - point[0]) * scale, 1),
        )

    return put
