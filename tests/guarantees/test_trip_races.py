"""Planning a trip against driving it: real processes, both databases (LOG-4, CON-09, CON-14)."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest

from storecrew.contexts.customers.public import AddressFacts
from storecrew.contexts.fleet import public as fleet
from storecrew.contexts.fleet.models import Job, PlanRun, Trip, TripStop
from storecrew.contexts.fleet.tests.factories import (
    ACTOR,
    AT,
    DAY,
    NearestFirst,
    make_depot,
    make_driver,
    make_own_fleet,
    make_parcel,
    make_vehicle,
    plan,
)
from storecrew.contexts.people import public as people
from storecrew.contexts.shipping.models import TrackingEvent
from storecrew.contexts.shipping.tests.test_proofs import picture
from tests.guarantees.machinery.interleaver import race

pytestmark = pytest.mark.race
ACT = {"actor": ACTOR, "at": AT}
NOON = AT + dt.timedelta(hours=6)
CUSTOMER = AddressFacts("Kim", "Street 7", "Berlin", "12043", "DE")
PLANNING = "storecrew.contexts.fleet.operations.planning."


def open_depot(parcels: int = 2, vans: int = 1) -> None:
    """A depot with vans that hold one parcel's weight each where there are several, and their drivers."""
    make_depot()
    make_own_fleet()
    for number in range(vans):
        make_vehicle(f"van{number}", **({"max_weight_g": 2_000 * parcels // vans} if vans > 1 else {}))
        make_driver(f"driver{number}@example.com")
    for number in range(parcels):
        make_parcel(number + 1)


def planned(publish: bool = False, **depot: int) -> None:
    open_depot(**depot)
    plan()
    if publish:
        for trip in Trip.objects.order_by("pk"):
            fleet.publish_trip(trip.pk, **ACT)


def driver_of(trip: Trip):
    return people.actor_for(trip.driver.user)


def laws() -> list[str]:
    """What must hold whoever came first: a job is planned exactly while one stop waits for it."""
    broken = []
    waiting = list(TripStop.objects.filter(state="planned").values_list("job_id", "trip__state"))
    for job in Job.objects.order_by("pk"):
        mine = [state for job_id, state in waiting if job_id == job.pk]
        if (job.state == "planned") != bool(mine):
            broken.append(f"job {job.pk} is {job.state} with {mine}")
        if set(mine) & {"canceled", "finished"}:
            broken.append(f"job {job.pk} waits on a trip that is over")
    empty = Trip.objects.exclude(state="canceled").filter(stops=None)
    return broken + [f"trip {trip.number} is {trip.state} without a stop" for trip in empty]


def no_errors(outcomes) -> None:
    assert [outcome.value for outcome in outcomes if outcome.status == "error"] == []


def publish_first() -> None:
    fleet.publish_trip(Trip.objects.order_by("pk").first().pk, **ACT)


def test_log_4_a_draft_that_is_published_during_the_search_stays_and_the_plan_goes_round_it(arena):
    arena.run(partial(planned, parcels=2, vans=2))
    before = arena.run(lambda: list(Trip.objects.order_by("pk").values_list("pk", "vehicle_id")))
    assert len(before) == 2

    class Slow(NearestFirst):
        def plan(self, problem, **how):
            outcome = arena.start(publish_first).wait()
            assert outcome.ok, outcome.value
            return super().plan(problem, **how)

    arena.run(partial(fleet.plan_now, day=DAY, depots=["main"], seconds=1, planner=Slow(), **ACT))

    def look():
        run = PlanRun.objects.first()
        rows = Trip.objects.order_by("pk").values_list("pk", "vehicle_id", "state")
        return run.state, run.outcome["left"], list(rows), laws()

    state, left, rows, broken = arena.run(look)
    assert (state, broken) == ("done", [])
    assert rows[0] == (*before[0], "published")
    assert {vehicle for _pk, vehicle, _state in rows} == {vehicle for _pk, vehicle in before}
    # What the search had given to the van that left is on its trip, or waits and says why.
    assert set(left.values()) <= {"van_taken"}


@pytest.mark.parametrize("before", [PLANNING + "_throw_away", PLANNING + "take_jobs"])
def test_log_4_a_draft_is_published_or_thrown_away_and_never_both(arena, before):
    arena.run(partial(planned, parcels=2))

    def replan():
        with race(arena, before=before, do=publish_first) as other:
            fleet.plan_now(day=DAY, depots=["main"], seconds=1, planner=NearestFirst(), **ACT)
        return other.outcome

    published = arena.run(replan)
    assert published.status in ("ok", "refused")
    states, broken = arena.run(lambda: (list(Trip.objects.values_list("state", flat=True)), laws()))
    assert broken == []
    assert states == (["published"] if published.ok else ["draft"])


def test_log_4_a_search_that_was_given_up_as_lost_writes_nothing_into_the_next_plan(arena):
    arena.run(partial(open_depot, parcels=2))
    late = AT + dt.timedelta(minutes=20)

    class Stuck(NearestFirst):
        def plan(self, problem, **how):
            other = partial(
                fleet.plan_now,
                day=DAY,
                depots=["main"],
                seconds=1,
                planner=NearestFirst(),
                actor=ACTOR,
                at=late,
            )
            assert arena.start(other).wait().ok
            return super().plan(problem, **how)

    arena.run(partial(fleet.plan_now, day=DAY, depots=["main"], seconds=1, planner=Stuck(), **ACT))

    def look():
        runs = PlanRun.objects.order_by("pk").values_list("state", flat=True)
        return list(runs), list(Trip.objects.values_list("run_id", flat=True)), laws()

    states, runs, broken = arena.run(look)
    assert (states, broken) == (["failed", "done"], [])
    assert len(set(runs)) == 1


@pytest.mark.parametrize("round_", range(3))
def test_log_4_a_trip_leaves_or_is_taken_off_the_day(arena, round_):
    arena.run(partial(planned, publish=True))

    def start():
        trip = Trip.objects.get()
        fleet.start_trip(trip.pk, happened_at=NOON, actor=driver_of(trip), at=NOON)

    def cancel():
        fleet.cancel_trip(Trip.objects.get().pk, reason="ice", actor=ACTOR, at=NOON)

    outcomes = arena.stampede([start, cancel])
    no_errors(outcomes)
    state, told, broken = arena.run(lambda: (Trip.objects.get().state, TrackingEvent.objects.count(), laws()))
    assert [outcome.ok for outcome in outcomes].count(True) == 1
    assert (state, told) == (("under_way", 2) if outcomes[0].ok else ("canceled", 0))
    assert broken == []


def test_log_4_a_driver_who_starts_what_is_canceled_in_that_moment_is_told(arena):
    arena.run(partial(planned, publish=True))

    def cancel():
        fleet.cancel_trip(Trip.objects.get().pk, reason="ice", actor=ACTOR, at=NOON)

    def start():
        with race(arena, before="storecrew.contexts.fleet.queries.places.today_of", do=cancel):
            trip = Trip.objects.get()
            fleet.start_trip(trip.pk, happened_at=NOON, actor=driver_of(trip), at=NOON)

    outcome = arena.start(start).wait()
    state, broken = arena.run(lambda: (Trip.objects.get().state, laws()))
    assert (outcome.code, state) == ("unknown_trip", "canceled")
    assert broken == []


@pytest.mark.parametrize("round_", range(3))
def test_con_09_a_stop_is_delivered_or_moved_and_nobody_waits_for_each_other(arena, round_):
    arena.run(partial(planned, publish=True, parcels=4, vans=2))
    first, second = arena.run(lambda: list(Trip.objects.order_by("pk").values_list("pk", flat=True)))
    arena.run(lambda: Trip.objects.get(pk=second).vehicle.__class__.objects.update(max_weight_g=800_000))
    stop_id, job_id = arena.run(
        lambda: TripStop.objects.filter(trip_id=first).values_list("pk", "job_id").first()
    )
    back = arena.run(lambda: TripStop.objects.filter(trip_id=second).values_list("job_id", flat=True).first())

    def deliver():
        trip = Trip.objects.get(pk=first)
        return fleet.deliver(
            stop_id, key="d-1", signature=picture("PNG"), received_by="x",
            happened_at=NOON, actor=driver_of(trip), at=NOON,
        )  # fmt: skip

    move = partial(fleet.move_stop, job_id, trip_id=second, position=1, accept_late=True, **ACT)
    cross = partial(fleet.move_stop, back, trip_id=first, position=1, accept_late=True, **ACT)
    drop = partial(fleet.drop_stop, job_id, **ACT)
    outcomes = arena.stampede([deliver, move, cross, drop])
    no_errors(outcomes)
    delivered, others = outcomes[0], outcomes[1:]
    assert {each.code for each in others} <= {
        "", "trip_fixed", "fleet_record_changed", "unknown_fleet_job", "fleet_job_closed",
    }  # fmt: skip
    job, broken = arena.run(lambda: (Job.objects.get(pk=job_id).state, laws()))
    assert (job == "done") == delivered.ok
    assert broken == []


def test_con_09_two_who_swap_stops_of_two_trips_do_not_wait_for_each_other(arena):
    arena.run(partial(planned, parcels=4, vans=2))

    def widen():
        Trip.objects.first().vehicle.__class__.objects.update(max_weight_g=800_000)
        return [
            (trip.pk, trip.stops.values_list("job_id", flat=True).first())
            for trip in Trip.objects.order_by("pk")
        ]

    (one, mine), (two, yours) = arena.run(widen)
    for _round in range(3):
        outcomes = arena.stampede(
            [
                partial(fleet.move_stop, mine, trip_id=two, position=1, accept_late=True, **ACT),
                partial(fleet.move_stop, yours, trip_id=one, position=1, accept_late=True, **ACT),
            ]
        )
        no_errors(outcomes)
        assert arena.run(laws) == []
        one, two = two, one


def test_con_14_a_parcel_that_is_delivered_while_the_driver_comes_home_is_not_driven_again(arena):
    arena.run(partial(planned, publish=True, parcels=1))

    def deliver():
        stop = TripStop.objects.get()
        return fleet.deliver(
            stop.pk, key="d-1", signature=picture("PNG"), received_by="x",
            happened_at=NOON, actor=driver_of(stop.trip), at=NOON,
        )  # fmt: skip

    def come_home():
        trip = Trip.objects.get()
        fleet.start_trip(trip.pk, happened_at=AT, actor=driver_of(trip), at=NOON)
        with race(arena, before="storecrew.contexts.fleet.rules.jobs.next_day", do=deliver) as other:
            fleet.finish_trip(trip.pk, happened_at=NOON, actor=driver_of(trip), at=NOON)
        return other.outcome

    delivered = arena.run(come_home)
    job, stop, broken = arena.run(lambda: (Job.objects.get().state, TripStop.objects.get().state, laws()))
    assert (job, stop) == (("done", "done") if delivered.ok else ("open", "moved"))
    assert broken == []
