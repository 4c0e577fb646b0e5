"""Rules of the fleet: ways, places, crews, what fits, what follows a failed stop, what a trip costs."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from storecrew.contexts.fleet.rules import centroids, geography, jobs, planning, trip_states, trips, vehicles
from storecrew.contexts.fleet.rules.geography import Point

MITTE, KREUZBERG, HAMBURG = (
    Point(52_530_000, 13_390_000),
    Point(52_496_000, 13_408_000),
    Point(53_550_000, 10_000_000),
)
AT = dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC)


def test_log_4_ways_are_longer_than_the_air_and_faster_the_longer_they_are():
    assert 4_500 < geography.meters(MITTE, KREUZBERG) < 6_500
    assert 300_000 < geography.meters(MITTE, HAMBURG) < 360_000
    assert geography.meters(MITTE, MITTE) == 0
    assert geography.seconds(0) == 0
    ways = geography.distances([MITTE, KREUZBERG, HAMBURG])
    times = geography.durations(ways)
    assert (times == np.array([[geography.seconds(int(way)) for way in row] for row in ways])).all()
    assert geography.nearest(KREUZBERG, [HAMBURG, MITTE]) == 1


def test_log_4_the_own_table_is_asked_first_and_the_longest_prefix_counts():
    assert centroids.locate("DE", "10999") == (Point(52_496_000, 13_408_000), "region")
    own = [("109", HAMBURG), ("10999", MITTE)]
    assert centroids.locate("DE", "10999", own) == (MITTE, "own")
    assert centroids.locate("DE", "10-997", own) == (HAMBURG, "own")
    assert centroids.locate("NL", "1012 AB") is not None
    assert centroids.locate("XX", "1") is None
    assert centroids.locate("DE", "", own) is None


def test_log_4_truck_drivers_are_kept_for_trucks():
    day = (AT, AT + dt.timedelta(hours=8))
    trucker = vehicles.Available(1, ("CE",), *day)
    van_driver = vehicles.Available(2, ("B",), *day)
    crew, alone = vehicles.crew([(10, "B"), (11, "C"), (12, "B")], [trucker, van_driver])
    assert {vehicle: each.driver_id for vehicle, each in crew.items()} == {11: 1, 10: 2}
    assert alone == (12,)
    assert not vehicles.may_drive(["B"], "C1")


def test_log_4_what_the_law_asks_keeps_a_vehicle_off_the_road_and_service_does_not():
    day = AT.date()
    assert vehicles.keeps_off_the_road("inspection", day - dt.timedelta(days=1), day)
    assert not vehicles.keeps_off_the_road("inspection", day, day)
    assert not vehicles.keeps_off_the_road("maintenance", day - dt.timedelta(days=90), day)
    assert vehicles.is_due(day + dt.timedelta(days=30), 30, day)
    assert not vehicles.is_due(day + dt.timedelta(days=31), 30, day)


@pytest.mark.parametrize(
    ("kind", "reason", "attempts", "steps"),
    [
        ("delivery", "nobody_home", 1, ("next_attempt", "pickup_point", "return")),
        ("delivery", "nobody_home", 3, ("pickup_point", "return")),
        ("delivery", "no_time", 9, ("next_attempt", "pickup_point", "return")),
        ("delivery", "refused", 1, ("return",)),
        ("pickup", "nobody_home", 1, ("next_attempt",)),
        ("pickup", "nobody_home", 3, ("return",)),
    ],
)
def test_log_4_what_may_follow_a_failed_stop(kind, reason, attempts, steps):
    assert jobs.outcomes(kind, reason, attempts) == steps


def test_log_4_the_next_attempt_is_on_a_day_on_which_vans_leave():
    saturday = dt.date(2026, 3, 7)
    assert jobs.next_day(saturday) == dt.date(2026, 3, 9)
    assert not jobs.counts_as_attempt("vehicle")


def test_log_7_in_time_is_within_the_window_or_soon_after_the_plan():
    grace = dt.timedelta(minutes=30)
    assert jobs.in_time(AT + grace, AT, None, grace=grace)
    assert not jobs.in_time(AT + 2 * grace, AT, None, grace=grace)
    assert jobs.in_time(AT + 2 * grace, AT, AT + 3 * grace, grace=grace)


def test_log_4_costs_are_rounded_once():
    assert trip_states.cost(meters=10_000, minutes=60, per_km=50, per_hour=3_000) == 3_500
    assert trip_states.cost(meters=1, minutes=0, per_km=499, per_hour=0) == 0
    assert trip_states.cost(meters=1_000, minutes=1, per_km=0, per_hour=30) == 1


VAN = planning.Van(1, 1_000, 100, 2, 8 * 3600, 16 * 3600)


def day(*tasks: planning.Task, vans=(VAN,)) -> trips.TripProblem:
    return planning.problem_of(MITTE, vans, tasks)


def task(number: int, point: Point = KREUZBERG, **values) -> planning.Task:
    return planning.Task(
        number, point, **({"delivers": True, "weight_g": 1, "volume_l": 1, "service": 300} | values)
    )


@pytest.mark.parametrize(
    ("job", "why"),
    [
        (task(1, weight_g=1_001), "too_heavy"),
        (task(1, volume_l=101, delivers=False), "too_large"),
        (task(1, due=8 * 3600), "window"),
        (task(1, ready=17 * 3600), "window"),
        (task(1, HAMBURG, service=2 * 3600, ready=10 * 3600), "too_far"),
        (task(1), "full"),
    ],
)
def test_log_4_what_does_not_fit_is_explained(job, why):
    assert planning.why_not(day(job), "1") == why


def test_log_4_without_a_vehicle_nothing_is_driven():
    assert planning.why_not(day(task(1), vans=()), "1") == "no_vehicle"


def test_log_4_a_trip_by_hand_is_checked_in_every_measure():
    way = trips.PlannedTrip("1", ("1", "2", "3"), VAN.starts)
    problem = day(
        task(1, weight_g=900, volume_l=60),
        task(2, weight_g=200, volume_l=60, due=9 * 3600),
        task(3, HAMBURG, service=6 * 3600),
    )
    found = {fault.code: fault for fault in planning.check(problem, way)}
    assert set(found) == {"overweight", "overfull", "many_stops", "home_late"}
    assert (found["overweight"].value, found["overfull"].value, found["many_stops"].value) == (1_101, 121, 3)
    late = planning.check(problem, trips.PlannedTrip("1", ("3", "2"), VAN.starts))
    assert [fault.job_id for fault in late if fault.code == "late"] == [2]


def test_log_4_goods_fetched_ride_home_with_what_is_left():
    problem = day(task(1, weight_g=900), task(2, weight_g=900, delivers=False))
    assert planning.check(problem, trips.PlannedTrip("1", ("1", "2"), VAN.starts)) == ()
    wrong = planning.check(problem, trips.PlannedTrip("1", ("2", "1"), VAN.starts))
    assert [fault.code for fault in wrong] == ["overweight"]


def test_log_4_a_driver_leaves_as_late_as_the_first_window_allows():
    problem = day(task(1, ready=10 * 3600, due=11 * 3600))
    late = planning.leave_late(problem, trips.PlannedTrip("1", ("1",), VAN.starts))
    (leg,) = trips.schedule(problem, late)
    assert leg.arrives == leg.begins == 10 * 3600
    assert planning.leave_late(problem, trips.PlannedTrip("1", (), 5)).starts_at == 5
