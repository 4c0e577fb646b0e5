"""Read the problem files of CVRPLIB: keywords, then sections in any order.

Distances from coordinates (``EUC_2D``, ``CEIL_2D``, ``FLOOR_2D``, ``MAN_2D``, ``MAX_2D``, ``GEO``, ``ATT``)
are whole numbers as TSPLIB defines them, those of a matrix (``EXPLICIT``) stand in the file. There is one
depot or several, and it need not be the first node; customers keep the number of their node less one, as the
solutions of this library count them. ``DISTANCE`` bounds what a trip drives and serves;
``TIME_WINDOW_SECTION`` and ``SERVICE_TIME`` are kept.
"""

# not money in this file: coordinates and distances

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping

import numpy as np

from storecrew.contexts.fleet.providers.trip_planning.problem_file import (
    SCALE,
    ProblemFile,
    UnreadableProblem,
    numbers_of,
    straight,
)
from storecrew.contexts.fleet.rules.trips import ANYTIME, Depot, Stop, TripProblem, VehicleType

_KEYWORD = re.compile(r"\s*([A-Za-z_]{1,40})[ \t]*:[ \t]*(.*)")
_SECTION = re.compile(r"\s*([A-Z_]{1,40}_SECTION)\b[ \t:]*")
_PASSED_OVER = {"DISPLAY_DATA_SECTION"}
EARTH = 6378.388

Rows = list[tuple[int, list[float]]]


def read_cvrplib(text: str, *, exact: bool = False) -> ProblemFile:
    """Return the problem; ``exact`` leaves distances of ``EUC_2D`` as they are instead of rounding them.

    :raises UnreadableProblem: the text is not of this format, or asks for what is not planned here
    """
    fields, sections = _parts(text)
    if "EDGE_WEIGHT_TYPE" not in fields:
        raise UnreadableProblem("There should be a line EDGE_WEIGHT_TYPE.")
    size, capacity = _whole(fields, "DIMENSION", 2), _whole(fields, "CAPACITY", 1)
    ways, scale = _ways(fields, sections, size, exact=exact)
    demands = _by_node(sections, "DEMAND_SECTION", 1, size)
    if (demands < 0).any():
        raise UnreadableProblem("DEMAND_SECTION should have no demand below 0.")
    if (demands % 1).any():
        raise UnreadableProblem("DEMAND_SECTION should have whole numbers.")
    windows, service = _times(fields, sections, size)
    depots = _depots(sections, size)
    stops = tuple(
        Stop(
            str(place), place, delivery=int(demands[place, 0]), ready=_time(windows[place, 0], scale),
            due=_time(windows[place, 1], scale), service=_time(service[place], scale),
        )
        for place in range(size) if place not in depots
    )  # fmt: skip
    problem = TripProblem(
        tuple(
            Depot(
                f"depot {place + 1}", place, _time(windows[place, 0], scale), _time(windows[place, 1], scale)
            )
            for place in depots
        ),
        stops,
        _vehicles(fields, depots, len(stops), capacity, scale),
        ways,
        ways,
    )
    return ProblemFile(fields.get("NAME", "").strip().strip('"'), problem, scale)


def _parts(text: str) -> tuple[dict[str, str], dict[str, Rows]]:
    """Return the keywords, and the rows of each section with their line numbers."""
    fields: dict[str, str] = {}
    sections: dict[str, Rows] = {}
    rows: Rows | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.strip()
        if words == "EOF":
            break
        if found := _SECTION.match(line):
            rows = sections[found[1]] = []
            words = line[found.end() :].strip()
        elif found := _KEYWORD.match(line):
            rows = None
            fields[found[1].upper()] = found[2].strip()
            continue
        if not words:
            continue
        row = numbers_of(words)
        if rows is None or not row:
            raise UnreadableProblem(
                f"Line {number} is neither a keyword nor a row of numbers: {words[:60]!r}."
            )
        rows.append((number, row))
    known = {*_READ, *_PASSED_OVER}
    if unknown := sorted(set(sections) - known):
        raise UnreadableProblem(f"{', '.join(unknown)}: this is not planned here.")
    return fields, sections


def _whole(fields: Mapping[str, str], name: str, least: int) -> int:
    try:
        value = int(fields[name])
    except (KeyError, ValueError):
        raise UnreadableProblem(f"{name} should be a whole number.") from None
    if value < least:
        raise UnreadableProblem(f"{name} should be {least} or more.")
    return value


def _number(fields: Mapping[str, str], name: str, default: float) -> float:
    if name not in fields:
        return default
    row = numbers_of(fields[name])
    if len(row) != 1 or row[0] < 0:
        raise UnreadableProblem(f"{name} should be a number of 0 or more.")
    return row[0]


def _by_node(sections: Mapping[str, Rows], name: str, width: int, size: int) -> np.ndarray:
    """Return the values of a section that names each node once, by node."""
    rows = sections.get(name, [])
    found = np.full((size, width), np.nan)
    for number, row in rows:
        node = row[0]
        if len(row) != width + 1:
            raise UnreadableProblem(f"Line {number}: {name} should have {width + 1} numbers in a row.")
        if node % 1 or not 1 <= node <= size:
            raise UnreadableProblem(f"Line {number}: {name} names node {node:g} of {size}.")
        if not np.isnan(found[int(node) - 1, 0]):
            raise UnreadableProblem(f"Line {number}: {name} names node {node:g} a second time.")
        found[int(node) - 1] = row[1:]
    if np.isnan(found).any():
        raise UnreadableProblem(f"{name} should have {size} rows of {width + 1} numbers, it has {len(rows)}.")
    return found


def _depots(sections: Mapping[str, Rows], size: int) -> list[int]:
    """Return the places of the depots; the first node where the file names none."""
    found = [value for _, row in sections.get("DEPOT_SECTION", []) for value in row]
    named = found[: found.index(-1)] if -1 in found else found
    if any(value % 1 or not 1 <= value <= size for value in named):
        raise UnreadableProblem(f"DEPOT_SECTION should name nodes from 1 to {size} and end with -1.")
    return sorted({int(value) - 1 for value in named}) or [0]


def _vehicles(
    fields: Mapping[str, str], depots: list[int], stops: int, capacity: int, scale: int
) -> tuple[VehicleType, ...]:
    """Return as many vehicles as the file has, else one for each stop, at each depot."""
    count = _whole(fields, "VEHICLES", 1) if "VEHICLES" in fields else stops
    longest = _number(fields, "DISTANCE", math.inf)
    return tuple(
        VehicleType(f"van {number + 1}", count, capacity, depot=number, ends=_time(longest, scale))
        for number in range(len(depots))
    )


def _times(
    fields: Mapping[str, str], sections: Mapping[str, Rows], size: int
) -> tuple[np.ndarray, np.ndarray]:
    windows = np.tile([0.0, math.inf], (size, 1))
    if "TIME_WINDOW_SECTION" in sections:
        if "DISTANCE" in fields:
            raise UnreadableProblem("DISTANCE together with TIME_WINDOW_SECTION: this is not planned here.")
        windows = _by_node(sections, "TIME_WINDOW_SECTION", 2, size)
        wrong = (windows[:, 0] < 0) | (windows[:, 0] > windows[:, 1])
        if wrong.any():
            node = int(np.argmax(wrong)) + 1
            raise UnreadableProblem(f"TIME_WINDOW_SECTION: the window of node {node} ends before it begins.")
    service = np.full(size, _number(fields, "SERVICE_TIME", 0.0))
    if "SERVICE_TIME_SECTION" in sections:
        service = _by_node(sections, "SERVICE_TIME_SECTION", 1, size)[:, 0]
    if (service < 0).any():
        raise UnreadableProblem("SERVICE_TIME_SECTION should have no time below 0.")
    return windows, service


def _time(value: float, scale: int) -> int:
    return ANYTIME if math.isinf(value) else round(value * scale)


def _ways(
    fields: Mapping[str, str], sections: Mapping[str, Rows], size: int, *, exact: bool
) -> tuple[np.ndarray, int]:
    """Return the distances as whole numbers, and how many of them are 1 of the file."""
    kind = fields["EDGE_WEIGHT_TYPE"].strip().upper()
    if kind == "EXPLICIT":
        ways = _matrix(fields, sections, size)
        scale = SCALE if (ways % 1).any() else 1
        return np.rint(ways * scale).astype(np.int64), scale
    if kind not in _MEASURES:
        known = ", ".join([*_MEASURES, "EXPLICIT"])
        raise UnreadableProblem(f"EDGE_WEIGHT_TYPE should be one of {known}, not {kind!r}.")
    points = _by_node(sections, "NODE_COORD_SECTION", 2, size)
    if exact and kind == "EUC_2D":
        return np.rint(straight(points) * SCALE).astype(np.int64), SCALE
    return _MEASURES[kind](points).astype(np.int64), 1


def _apart(points: np.ndarray) -> np.ndarray:
    """Return how far each two points are apart along each axis."""
    return np.abs(points[:, None, :] - points[None, :, :])


def _geo(points: np.ndarray) -> np.ndarray:
    """Kilometers on TSPLIB's earth; coordinates are degrees with minutes behind the point."""
    degrees = np.trunc(points)
    latitude, longitude = (math.pi * (degrees + 5.0 * (points - degrees) / 3.0) / 180.0).T
    first = np.cos(longitude[:, None] - longitude[None, :])
    second = np.cos(latitude[:, None] - latitude[None, :])
    third = np.cos(latitude[:, None] + latitude[None, :])
    ways = EARTH * np.arccos(np.clip(0.5 * ((1 + first) * second - (1 - first) * third), -1, 1)) + 1.0
    np.fill_diagonal(ways, 0)
    return np.trunc(ways)


_MEASURES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "EUC_2D": lambda points: np.floor(straight(points) + 0.5),
    "CEIL_2D": lambda points: np.ceil(straight(points) - 1e-9),
    "FLOOR_2D": lambda points: np.floor(straight(points) + 1e-9),
    "MAN_2D": lambda points: np.floor(_apart(points).sum(axis=2) + 0.5),
    "MAX_2D": lambda points: np.floor(_apart(points) + 0.5).max(axis=2),
    "GEO": _geo,
    "ATT": lambda points: np.ceil(straight(points) / math.sqrt(10.0) - 1e-9),
}
_READ = {
    "NODE_COORD_SECTION", "DEMAND_SECTION", "DEPOT_SECTION", "EDGE_WEIGHT_SECTION", "TIME_WINDOW_SECTION",
    "SERVICE_TIME_SECTION",
}  # fmt: skip


def _matrix(fields: Mapping[str, str], sections: Mapping[str, Rows], size: int) -> np.ndarray:
    """Return the distances of a file that lists them, whole or one half of a mirror image."""
    layout = fields.get("EDGE_WEIGHT_FORMAT", "").strip().upper()
    values = [value for _, row in sections.get("EDGE_WEIGHT_SECTION", []) for value in row]
    if min(values, default=0) < 0:
        raise UnreadableProblem("EDGE_WEIGHT_SECTION should have no distance below 0.")
    ways = np.zeros((size, size))
    if layout == "FULL_MATRIX":
        places = tuple(np.indices((size, size)).reshape(2, -1))
    elif layout in _HALVES:
        upper, diagonal = _HALVES[layout]
        halves = np.triu_indices if upper else np.tril_indices
        places = halves(size, 0 if diagonal else (1 if upper else -1))
    else:
        known = ", ".join(["FULL_MATRIX", *_HALVES])
        raise UnreadableProblem(f"EDGE_WEIGHT_FORMAT should be one of {known}, not {layout!r}.")
    if len(values) != len(places[0]):
        wanted = len(places[0])
        raise UnreadableProblem(f"EDGE_WEIGHT_SECTION should have {wanted} numbers, it has {len(values)}.")
    ways[places] = values
    return ways if layout == "FULL_MATRIX" else np.maximum(ways, ways.T)


_HALVES = {
    "UPPER_ROW": (True, False), "LOWER_ROW": (False, False),
    "UPPER_DIAG_ROW": (True, True), "LOWER_DIAG_ROW": (False, True),
    "UPPER_COL": (False, False), "LOWER_COL": (True, False),
    "UPPER_DIAG_COL": (False, True), "LOWER_DIAG_COL": (True, True),
}  # fmt: skip
"""Whether the values fill the upper half row by row (else the lower one), and whether they have the diagonal.

A half that is listed by columns is the mirror image of the other half listed by rows.
"""
