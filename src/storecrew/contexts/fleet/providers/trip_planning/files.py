"""Read the problem files of the routing literature.

``solomon`` and ``homberger``: customers with time windows (Solomon 1987; Gehring and Homberger 1999).
``lilim``: pairs of pick-up and delivery (Li and Lim 2001). ``cvrplib``: capacity only, distances rounded to
whole numbers (Uchoa and others 2017). Coordinates become whole numbers by ``SCALE``; travel times are rounded
up, so what fits here fits in full precision.
"""

# not money in this file: coordinates and distances

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from storecrew.contexts.fleet.rules.trips import Depot, Stop, TripProblem, VehicleType

FORMATS = ("solomon", "homberger", "lilim", "cvrplib")
SCALE = 10_000


class UnreadableProblem(ValueError):
    """The file is not of its format; the text says where and what was expected."""


@dataclass(frozen=True)
class ProblemFile:
    """A problem, and how to turn its whole numbers back into those of the file."""

    name: str
    problem: TripProblem
    scale: int


def read_problem(text: str, kind: str) -> ProblemFile:
    """Return the problem of a file.

    :raises UnreadableProblem: the text is not of this format
    """
    if kind == "cvrplib":
        return _read_cvrplib(text)
    return _read_lilim(text) if kind == "lilim" else _read_solomon(text)


def _read_solomon(text: str) -> ProblemFile:
    """One line of vehicles and capacity, then rows of seven numbers, the depot first."""
    lines = text.splitlines()
    rows = [(number, _numbers(line)) for number, line in enumerate(lines, start=1)]
    fleet = next((row for _, row in rows if len(row) == 2), None)
    table = [(number, row) for number, row in rows if len(row) == 7]
    if fleet is None:
        raise UnreadableProblem("There should be a line with the number of vehicles and their capacity.")
    _check_numbering(table, "a customer's number, x, y, demand, ready time, due date and service time")
    stops = tuple(
        Stop(
            str(place), place, delivery=int(row[3]), ready=_time(row[4]), due=_time(row[5]),
            service=_time(row[6]),
        )
        for place, (_, row) in enumerate(table) if place
    )  # fmt: skip
    name = next((line.strip() for line in lines if line.strip()), "")
    return _timed(name, [row for _, row in table], stops, int(fleet[0]), int(fleet[1]))


def _read_lilim(text: str) -> ProblemFile:
    """A line of vehicles, capacity and speed, then rows of nine numbers: who brings, who takes."""
    rows = [(number, _numbers(line)) for number, line in enumerate(text.splitlines(), start=1)]
    fleet = next((row for _, row in rows if len(row) == 3), None)
    table = [(number, row) for number, row in rows if len(row) == 9]
    if fleet is None:
        raise UnreadableProblem("There should be a first line with vehicles, capacity and speed.")
    _check_numbering(table, "a task's number, x, y, demand, time window, service time, pick-up and delivery")
    stops = []
    for place, (number, row) in enumerate(table[1:], start=1):
        amount, source, target = int(row[3]), int(row[7]), int(row[8])
        partner = source or target
        if not 0 < partner < len(table) or int(table[partner][1][8 if source else 7]) != place:
            raise UnreadableProblem(f"Line {number}: task {place} and task {partner} do not name each other.")
        stops.append(
            Stop(
                str(place), place, delivery=-amount if source else 0, pickup=amount if target else 0,
                ready=_time(row[4]), due=_time(row[5]), service=_time(row[6]),
                comes_from=str(source) if source else "",
            )
        )  # fmt: skip
    return _timed("", [row for _, row in table], tuple(stops), int(fleet[0]), int(fleet[1]))


def _read_cvrplib(text: str) -> ProblemFile:
    """Keywords, then sections of coordinates, demands and the depot."""
    fields = dict(re.findall(r"^\s*([A-Z_]{1,40})\s*:\s*(.{1,200})$", text, flags=re.MULTILINE))
    if fields.get("EDGE_WEIGHT_TYPE", "").strip() != "EUC_2D":
        raise UnreadableProblem("EDGE_WEIGHT_TYPE should be EUC_2D.")
    try:
        capacity = int(fields["CAPACITY"])
        size = int(fields["DIMENSION"])
    except (KeyError, ValueError) as error:
        raise UnreadableProblem("CAPACITY and DIMENSION should be whole numbers.") from error
    points = _section(text, "NODE_COORD_SECTION", 3, size)
    demands = _section(text, "DEMAND_SECTION", 2, size)
    stops = tuple(Stop(str(place), place, delivery=int(demands[place][1])) for place in range(1, size))
    way = np.rint(_straight([(row[1], row[2]) for row in points])).astype(np.int64)
    fleet = VehicleType("van", size - 1, capacity)
    problem = TripProblem((Depot("depot", 0),), stops, (fleet,), way, way)
    return ProblemFile(fields.get("NAME", "").strip().strip('"'), problem, 1)


def _section(text: str, name: str, width: int, size: int) -> list[list[float]]:
    _, found, rest = text.partition(name)
    rows = [_numbers(line) for line in rest.splitlines()[1 : size + 1]]
    if not found or len(rows) != size or any(len(row) != width for row in rows):
        raise UnreadableProblem(f"{name} should have {size} rows of {width} numbers.")
    return rows


def _timed(
    name: str, rows: list[list[float]], stops: tuple[Stop, ...], count: int, capacity: int
) -> ProblemFile:
    straight = _straight([(row[1], row[2]) for row in rows]) * SCALE
    depot = Depot("depot", 0, opens=_time(rows[0][4]), closes=_time(rows[0][5]))
    # The tiny step down keeps whole distances whole: 5 must not become 5.0001 by the noise of a square root.
    durations = np.ceil(straight - 1e-6).astype(np.int64)
    problem = TripProblem(
        (depot,), stops, (VehicleType("van", count, capacity),), np.rint(straight).astype(np.int64), durations
    )
    return ProblemFile(name, problem, SCALE)


def _straight(points: list[tuple[float, float]]) -> np.ndarray:
    at = np.array(points, dtype=float)
    return np.hypot(at[:, None, 0] - at[None, :, 0], at[:, None, 1] - at[None, :, 1])


def _time(value: float) -> int:
    return round(value * SCALE)


def _check_numbering(table: list[tuple[int, list[float]]], what: str) -> None:
    if len(table) < 2:
        raise UnreadableProblem(f"There should be rows with {what}.")
    for place, (number, row) in enumerate(table):
        if row[0] != place:
            raise UnreadableProblem(f"Line {number}: row {place} should begin with {place}, not {row[0]:g}.")


def _numbers(line: str) -> list[float]:
    """Return the numbers of a line; nothing for a line of words."""
    try:
        return [float(word) for word in line.split()]
    except ValueError:
        return []
