"""LOG-4: trips that can be driven, planned by PyVRP and judged by our own rules."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from storecrew.contexts.fleet.providers.trip_planning.files import read_problem
from storecrew.contexts.fleet.providers.trip_planning.problem_file import UnreadableProblem
from storecrew.contexts.fleet.providers.trip_planning.protocol import PlannerMissing
from storecrew.contexts.fleet.providers.trip_planning.with_pyvrp import PyvrpPlanner
from storecrew.contexts.fleet.rules import trips
from storecrew.contexts.fleet.rules.trips import (
    Depot,
    PlannedTrip,
    Stop,
    TripPlan,
    TripProblem,
    VehicleType,
)

LINE = np.abs(np.arange(6)[:, None] - np.arange(6)[None, :]) * 10
"""Places along a road, ten apart."""
SOLOMON = """C1

VEHICLE
NUMBER     CAPACITY
  2         10

CUSTOMER
CUST NO.  XCOORD.  YCOORD.  DEMAND  READY TIME  DUE DATE  SERVICE TIME

    0  0 0 0 0 100 0
    1  3 4 6 0 50 2
    2  0 5 5 0 50 2
"""
LILIM = "2 10 1\n0 0 0 0 0 100 0 0 0\n1 3 4 6 0 50 2 0 2\n2 0 5 -6 0 50 2 1 0\n"
CVRP = """NAME : tiny
TYPE : CVRP
DIMENSION : 3
EDGE_WEIGHT_TYPE : EUC_2D
CAPACITY : 10
NODE_COORD_SECTION
1 0 0
2 3 4
3 0 5
DEMAND_SECTION
1 0
2 6
3 4
DEPOT_SECTION
1
-1
EOF
"""


def road(*stops: Stop, vehicles: tuple[VehicleType, ...] = (), **depot: int) -> TripProblem:
    """Return stops along the road, with the depot at its start."""
    fleet = vehicles or (VehicleType("van", 2, 10),)
    return TripProblem((Depot("depot", 0, **depot),), stops, fleet, LINE, LINE)


def plan(*ways: tuple[str, ...], starts_at: int = 0) -> TripPlan:
    """Return trips of the only kind of vehicle."""
    return TripPlan(tuple(PlannedTrip("van", way, starts_at) for way in ways))


def test_a_trip_waits_where_it_is_early_and_carries_returns_home() -> None:
    problem = road(Stop("a", 1, delivery=4, ready=15, service=5), Stop("b", 3, pickup=3))
    (trip,) = plan(("a", "b")).trips
    visits = [(leg.arrives, leg.begins, leg.leaves, leg.load) for leg in trips.schedule(problem, trip)]
    assert visits == [(10, 15, 20, 0), (40, 40, 40, 3)]
    assert trips.distance_of(problem, trip) == 60
    assert trips.faults(problem, plan(("a", "b"))) == ()


PAIR = road(Stop("a", 1, pickup=2), Stop("b", 2, delivery=2, comes_from="a"))


@pytest.mark.parametrize(
    ("problem", "planned", "words"),
    [
        (road(Stop("a", 1)), plan(), "planned 0 times"),
        (road(Stop("a", 1)), plan(("a",), ("a",)), "planned 2 times"),
        (
            road(Stop("a", 1), Stop("b", 2), Stop("c", 3)),
            plan(("a",), ("b",), ("c",)),
            "3 trips need vehicle",
        ),
        (road(Stop("a", 1, delivery=11)), plan(("a",)), "starts with 11 of 10"),
        (
            road(Stop("a", 1, pickup=6), Stop("b", 2, pickup=6)),
            plan(("a", "b")),
            "carries 12 of 10",
        ),
        (road(Stop("a", 2, due=15)), plan(("a",)), "reached at 20, due 15"),
        (road(Stop("a", 2), closes=35), plan(("a",)), "back at 40, after 35"),
        (road(Stop("a", 2), opens=5), plan(("a",)), "starts before the depot opens"),
        (PAIR, plan(("b", "a")), "before its goods are picked up"),
        (PAIR, plan(("a",), ("b",)), "before its goods are picked up"),
    ],
)
def test_what_cannot_be_driven_is_told(problem: TripProblem, planned: TripPlan, words: str) -> None:
    assert any(words in fault for fault in trips.faults(problem, planned))


def test_the_planner_serves_deliveries_returns_and_shipments_in_one_trip() -> None:
    problem = road(
        Stop("delivery", 1, delivery=5),
        Stop("return", 2, pickup=5),
        Stop("from", 3, pickup=4),
        Stop("to", 4, delivery=4, comes_from="from"),
        vehicles=(VehicleType("van", 2, 10, fixed_cost=1_000),),
    )
    found = PyvrpPlanner().plan(problem, seconds=0.2)
    assert trips.faults(problem, found) == ()
    assert (len(found.trips), trips.distance_of(problem, found.trips[0])) == (1, 80)


def test_a_stop_that_nobody_can_serve_is_left_over_and_the_others_are_planned() -> None:
    problem = road(Stop("near", 1, delivery=5), Stop("too heavy", 2, delivery=11))
    found = PyvrpPlanner().plan(problem, seconds=0.2)
    assert found.unplanned == ("too heavy",)
    assert [trip.stops for trip in found.trips] == [("near",)]
    assert trips.faults(problem, found) == ()


def test_several_depots_and_kinds_of_vehicles() -> None:
    problem = TripProblem(
        (Depot("west", 0), Depot("east", 5)),
        (Stop("a", 1, delivery=8), Stop("b", 4, delivery=3)),
        (VehicleType("truck", 1, 10, depot=0), VehicleType("bike", 1, 3, depot=1)),
        LINE,
        LINE,
    )
    found = PyvrpPlanner().plan(problem, seconds=0.2)
    assert {trip.vehicle: trip.stops for trip in found.trips} == {"truck": ("a",), "bike": ("b",)}
    assert trips.faults(problem, found) == ()


def test_nothing_to_visit_needs_no_trip() -> None:
    assert PyvrpPlanner().plan(road(), seconds=0.1) == TripPlan(())


def test_without_the_package_the_refusal_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyvrp", None)
    with pytest.raises(PlannerMissing, match=r"storecrew\[routing\]"):
        PyvrpPlanner().plan(road(Stop("a", 1)), seconds=0.1)


some_stops = st.lists(
    st.builds(
        lambda place, delivery, pickup, ready, width: Stop(
            "", place, delivery, pickup, ready, ready + width, service=2
        ),
        st.integers(1, 5), st.integers(0, 10), st.integers(0, 10), st.integers(0, 60), st.integers(0, 80),
    ),
    max_size=7,
)  # fmt: skip


@settings(max_examples=15, deadline=None)
@given(some_stops)
def test_whatever_is_asked_the_plan_can_be_driven(stops: list[Stop]) -> None:
    problem = road(*(replace(stop, key=str(number)) for number, stop in enumerate(stops)), closes=200)
    assert trips.faults(problem, PyvrpPlanner().plan(problem, seconds=0.05)) == ()


def test_files_of_the_literature_are_read() -> None:
    solomon = read_problem(SOLOMON, "solomon")
    assert (solomon.name, solomon.problem.distances[0, 1], solomon.scale) == ("C1", 50_000, 10_000)
    assert solomon.problem.durations[0, 1] == 50_000
    assert solomon.problem.stops[0] == Stop("1", 1, delivery=6, due=500_000, service=20_000)
    lilim = read_problem(LILIM, "lilim").problem
    assert (lilim.stops[0].pickup, lilim.stops[1].delivery, lilim.stops[1].comes_from) == (6, 6, "1")
    tiny = read_problem(CVRP, "cvrplib")
    assert (tiny.name, tiny.scale, tiny.problem.distances[1, 2]) == ("tiny", 1, 3)
    assert tiny.problem.vehicles[0].capacity == 10


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("", "solomon", "number of vehicles and their capacity"),
        ("2 10\n0 0 0 0 0 9 0\n", "solomon", "There should be rows"),
        (SOLOMON.replace("    2  0 5", "    7  0 5"), "homberger", "row 2 should begin with 2, not 7"),
        ("1 2\n", "lilim", "vehicles, capacity and speed"),
        (SOLOMON.replace("  2         10", "  2        -10"), "solomon", "each should hold something"),
        (SOLOMON.replace("6 0 50 2", "6 60 50 2"), "solomon", "Line 11: the time window 60 to 50 ends"),
        (SOLOMON.replace("6 0 50 2", "-6 0 50 2"), "solomon", "the demand is -6"),
        (SOLOMON.replace("6 0 50 2", "6 0 50 -2"), "solomon", "the service time is -2"),
        (SOLOMON.replace("3 4 6 0", "nan 4 6 0"), "solomon", "Line 11 should have 7 numbers: '1  nan 4 6"),
        (SOLOMON.replace("50 2", "inf 2"), "solomon", "Line 11 should have 7 numbers"),
        (SOLOMON.replace("6 0 50 2", "6.5 0 50 2"), "solomon", "the demand is 6.5 and should be a whole"),
        (SOLOMON[:-8], "homberger", "Line 12 should have 7 numbers"),
        (LILIM[:-8], "lilim", "Line 4 should have 9 numbers"),
        (LILIM.replace("50 2 1 0", "50 2 0 0"), "lilim", "do not name each other"),
        (LILIM.replace("0 50 2 0 2", "60 50 2 0 2"), "lilim", "time window 60 to 50"),
        (CVRP.replace("DIMENSION : 3", "DIMENSION : 1"), "cvrplib", "DIMENSION should be 2 or more"),
        (CVRP.replace("2 6\n", "2 -6\n"), "cvrplib", "no demand below 0"),
        ("NAME : x", "cvrplib", "a line EDGE_WEIGHT_TYPE"),
        (
            CVRP.replace("EUC_2D", "XRAY1"),
            "cvrplib",
            "EDGE_WEIGHT_TYPE should be one of EUC_2D, .*not 'XRAY1'",
        ),
        (CVRP.replace("CAPACITY : 10", "CAPACITY : ten"), "cvrplib", "CAPACITY should be a whole number"),
        (CVRP.replace("3 4\nDEPOT", "3\nDEPOT"), "cvrplib", "Line 13: DEMAND_SECTION should have 2 numbers"),
        (CVRP.replace("3 4\nDEPOT", "DEPOT"), "cvrplib", "DEMAND_SECTION should have 3 rows of 2 numbers"),
        (CVRP.replace("3 4\nDEPOT", "2 4\nDEPOT"), "cvrplib", "names node 2 a second time"),
        (CVRP.replace("3 4\nDEPOT", "4 4\nDEPOT"), "cvrplib", "names node 4 of 3"),
        (CVRP.replace("DEPOT_SECTION\n1", "DEPOT_SECTION\n9"), "cvrplib", "name nodes from 1 to 3"),
        (CVRP.replace("EOF", "") + "PICKUP_SECTION\n1 2\n", "cvrplib", "PICKUP_SECTION: this is not planned"),
        (CVRP.replace("3 0 5", "three"), "cvrplib", "Line 9 is neither a keyword nor a row of numbers"),
    ],
)
def test_bad_12_a_file_of_another_format_is_refused_with_its_place(text: str, kind: str, words: str) -> None:
    with pytest.raises(UnreadableProblem, match=words):
        read_problem(text, kind)


MATRIX = """NAME: full
DIMENSION: 3
CAPACITY: 10
EDGE_WEIGHT_TYPE: EXPLICIT
EDGE_WEIGHT_FORMAT: {layout}
EDGE_WEIGHT_SECTION
{values}
DEMAND_SECTION
1 6
2 4
3 0
DEPOT_SECTION
3
-1
EOF
"""


@pytest.mark.parametrize(
    ("layout", "values"),
    [
        ("FULL_MATRIX", "0 5 7\n5 0 9\n7 9 0"),
        ("UPPER_ROW", "5 7\n9"),
        ("LOWER_COL", "5 7 9"),
        ("LOWER_ROW", "5\n7 9"),
        ("UPPER_COL", "5 7\n9"),
        ("UPPER_DIAG_ROW", "0 5 7 0 9 0"),
        ("LOWER_DIAG_COL", "0 5 7 0 9 0"),
        ("LOWER_DIAG_ROW", "0 5 0 7 9\n0"),
        ("UPPER_DIAG_COL", "0 5 0 7 9 0"),
    ],
)
def test_a_matrix_is_read_in_each_layout_and_its_depot_may_be_any_node(layout: str, values: str) -> None:
    file = read_problem(MATRIX.format(layout=layout, values=values), "cvrplib")
    assert file.problem.distances.tolist() == [[0, 5, 7], [5, 0, 9], [7, 9, 0]]
    assert file.problem.depots[0].place == 2
    # Customers keep the number of their node less one, whichever node the depot is.
    assert [stop.key for stop in file.problem.stops] == ["0", "1"]
    plan = PyvrpPlanner().plan(file.problem, seconds=0.1)
    assert trips.faults(file.problem, plan) == ()
    assert sum(trips.distance_of(file.problem, trip) for trip in plan.trips) == 21


def test_a_matrix_that_is_cut_off_or_of_an_unknown_layout_is_refused() -> None:
    for layout, values, words in (
        ("FULL_MATRIX", "0 5 7 5 0", "should have 9 numbers, it has 5"),
        ("SPIRAL", "0", "not 'SPIRAL'"),
        ("UPPER_ROW", "5 -7 9", "no distance below 0"),
    ):
        with pytest.raises(UnreadableProblem, match=words):
            read_problem(MATRIX.format(layout=layout, values=values), "cvrplib")


@pytest.mark.parametrize(
    ("kind", "there"),
    [("EUC_2D", 6), ("CEIL_2D", 6), ("FLOOR_2D", 5), ("MAN_2D", 8), ("MAX_2D", 5), ("ATT", 2), ("GEO", 698)],
)
def test_each_measure_of_the_library_is_known(kind: str, there: int) -> None:
    text = CVRP.replace("EUC_2D", kind).replace("2 3 4\n", "2 2.6 4.9\n")
    assert read_problem(text, "cvrplib").problem.distances[0, 1] == there


def test_what_else_a_file_of_the_library_asks_is_kept() -> None:
    text = CVRP.replace("CAPACITY : 10", "CAPACITY : 10\nVEHICLES : 2\nDISTANCE : 20\nSERVICE_TIME : 1")
    problem = read_problem(text, "cvrplib", exact=True).problem
    assert (problem.vehicles[0].count, problem.vehicles[0].ends) == (2, 200_000)
    assert {stop.service for stop in problem.stops} == {10_000}
    assert problem.distances[1, 2] == 31_623
    windows = CVRP.replace("DEPOT_SECTION", "TIME_WINDOW_SECTION\n1 0 99\n2 7 9\n3 0 50\nDEPOT_SECTION")
    assert read_problem(windows, "cvrplib").problem.stops[0].due == 9
    two = CVRP.replace("DEPOT_SECTION\n1", "DEPOT_SECTION\n1\n3")
    assert [depot.place for depot in read_problem(two, "cvrplib").problem.depots] == [0, 2]


def test_the_command_tells_programs_why_it_refuses(tmp_path: Path) -> None:
    file = tmp_path / "a name with spaces.vrp"
    for text, options, status, code in (
        ("", {}, 2, "unreadable_problem"),
        (CVRP, {"seconds": 0.0}, 2, "unusable_options"),
        (CVRP, {"seconds": float("nan")}, 2, "unusable_options"),
    ):
        file.write_text(text)
        said = StringIO()
        with pytest.raises(SystemExit) as left:
            call_command("plan_trips", str(file), format="cvrplib", json=True, stdout=said, **options)
        assert (left.value.code, json.loads(said.getvalue())["error"]) == (status, code)
    file.write_bytes(b"\xef\xbb\xbf" + LILIM.replace("\n", "\r\n").encode())
    said = StringIO()
    call_command("plan_trips", str(file), format="lilim", json=True, seconds=0.2, stdout=said)
    document = json.loads(said.getvalue())
    assert (document["name"], document["feasible"]) == ("a name with spaces", True)
    assert document["routes"] == [[1, 2]]


def test_the_command_prints_a_plan_that_was_judged(tmp_path: Path) -> None:
    file = tmp_path / "tiny.vrp"
    file.write_text(CVRP)
    said = StringIO()
    call_command("plan_trips", str(file), format="cvrplib", seconds=0.2, json=True, stdout=said)
    document = json.loads(said.getvalue())
    assert (document["feasible"], document["distance"], document["vehicles"]) == (True, 13, 1)
    assert sorted(document["routes"][0]) == [1, 2]
    file.write_text(SOLOMON)
    said = StringIO()
    call_command("plan_trips", str(file), format="solomon", seconds=0.2, few_vehicles=True, stdout=said)
    assert "C1: 20.00 with 2 vehicles, can be driven" in said.getvalue()


def test_the_command_tells_leftovers_and_unreadable_files_apart(tmp_path: Path) -> None:
    file = tmp_path / "heavy.txt"
    file.write_text(SOLOMON.replace("3 4 6", "3 4 60"))
    with pytest.raises(SystemExit) as left:
        call_command("plan_trips", str(file), format="solomon", seconds=0.2, json=True, stdout=StringIO())
    assert left.value.code == 1
    file.write_text("nothing")
    with pytest.raises(CommandError) as unreadable:
        call_command("plan_trips", str(file), format="solomon", stdout=StringIO())
    assert unreadable.value.returncode == 2
