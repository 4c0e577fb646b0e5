"""Read the problem files of the routing literature.

``solomon`` and ``homberger``: customers with time windows (Solomon 1987; Gehring and Homberger 1999).
``lilim``: pairs of pick-up and delivery (Li and Lim 2001). Coordinates become whole numbers by ``SCALE``;
travel times are rounded up, so what fits here fits in full precision. ``cvrplib`` has a module of its own.
"""

# not money in this file: coordinates and distances

from __future__ import annotations

import math

import numpy as np

from storecrew.contexts.fleet.providers.trip_planning.cvrplib import read_cvrplib
from storecrew.contexts.fleet.providers.trip_planning.problem_file import (
    SCALE,
    ProblemFile,
    UnreadableProblem,
    numbers_of,
    straight,
)
from storecrew.contexts.fleet.rules.trips import Depot, Stop, TripProblem, VehicleType

FORMATS = ("solomon", "homberger", "lilim", "cvrplib")

Table = list[tuple[int, list[float]]]


def read_problem(text: str, kind: str, *, exact: bool = False) -> ProblemFile:
    """Return the problem of a file; ``exact`` concerns ``cvrplib`` alone, where distances are rounded.

    :raises UnreadableProblem: the text is not of this format
    """
    if kind == "cvrplib":
        return read_cvrplib(text, exact=exact)
    return _read_lilim(text) if kind == "lilim" else _read_solomon(text)


def _read_solomon(text: str) -> ProblemFile:
    """One line of vehicles and capacity, then rows of seven numbers, the depot first."""
    fleet, table = _fleet_and_table(text, 2, 7)
    if fleet is None:
        raise UnreadableProblem("There should be a line with the number of vehicles and their capacity.")
    _check_numbering(table, "a customer's number, x, y, demand, ready time, due date and service time")
    _check_values(table, fleet, least=0)
    stops = tuple(
        Stop(
            str(place), place, delivery=int(row[3]), ready=_time(row[4]), due=_time(row[5]),
            service=_time(row[6]),
        )
        for place, (_, row) in enumerate(table) if place
    )  # fmt: skip
    name = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return _timed(name, [row for _, row in table], stops, int(fleet[0]), int(fleet[1]))


def _read_lilim(text: str) -> ProblemFile:
    """A line of vehicles, capacity and speed, then rows of nine numbers: who brings, who takes."""
    fleet, table = _fleet_and_table(text, 3, 9)
    if fleet is None:
        raise UnreadableProblem("There should be a first line with vehicles, capacity and speed.")
    _check_numbering(table, "a task's number, x, y, demand, time window, service time, pick-up and delivery")
    _check_values(table, fleet, least=-math.inf)
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


def _fleet_and_table(text: str, few: int, many: int) -> tuple[list[float] | None, Table]:
    """Return the last row of ``few`` numbers ahead of the table, and the table: rows of ``many`` to the end.

    :raises UnreadableProblem: a line within the table is none of its rows, as where a file was cut off
    """
    fleet: list[float] | None = None
    table: Table = []
    for number, line in enumerate(text.splitlines(), start=1):
        row = numbers_of(line)
        if len(row) == many:
            table.append((number, row))
        elif table and line.strip():
            raise UnreadableProblem(f"Line {number} should have {many} numbers: {line.strip()[:60]!r}.")
        elif len(row) == few:
            fleet = row
    return fleet, table


def _timed(
    name: str, rows: list[list[float]], stops: tuple[Stop, ...], count: int, capacity: int
) -> ProblemFile:
    ways = straight(np.array([(row[1], row[2]) for row in rows])) * SCALE
    depot = Depot("depot", 0, opens=_time(rows[0][4]), closes=_time(rows[0][5]))
    # The tiny step down keeps whole distances whole: 5 must not become 5.0001 by the noise of a square root.
    durations = np.ceil(ways - 1e-6).astype(np.int64)
    problem = TripProblem(
        (depot,), stops, (VehicleType("van", count, capacity),), np.rint(ways).astype(np.int64), durations
    )
    return ProblemFile(name, problem, SCALE)


def _time(value: float) -> int:
    return round(value * SCALE)


def _check_numbering(table: Table, what: str) -> None:
    if len(table) < 2:
        raise UnreadableProblem(f"There should be rows with {what}.")
    for place, (number, row) in enumerate(table):
        if row[0] != place:
            raise UnreadableProblem(f"Line {number}: row {place} should begin with {place}, not {row[0]:g}.")


def _check_values(table: Table, fleet: list[float], *, least: float) -> None:
    """Refuse what no plan can be made of: a window that ends before it begins, less than nothing."""
    if fleet[0] < 1 or fleet[1] < 1:
        raise UnreadableProblem("There should be one vehicle or more, and each should hold something.")
    for number, row in table:
        if row[3] % 1:
            raise UnreadableProblem(f"Line {number}: the demand is {row[3]:g} and should be a whole number.")
        if row[3] < least:
            raise UnreadableProblem(f"Line {number}: the demand is {row[3]:g} and should not be below 0.")
        if not 0 <= row[4] <= row[5]:
            window = f"{row[4]:g} to {row[5]:g}"
            raise UnreadableProblem(
                f"Line {number}: the time window {window} ends before it begins or before 0."
            )
        if row[6] < 0:
            raise UnreadableProblem(
                f"Line {number}: the service time is {row[6]:g} and should not be below 0."
            )
