"""A day is planned, explained, changed by hand and published."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.customers.public import AddressFacts
from storecrew.contexts.fleet import public as fleet
from storecrew.contexts.fleet.models import Job, PlanRun, Trip, TripStop
from storecrew.contexts.fleet.providers.trip_planning.protocol import PlannerMissing
from storecrew.contexts.fleet.rules import trips
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
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import outbox
from storecrew.kernel.actor import guest_actor
from storecrew.kernel.errors import Denied

pytestmark = pytest.mark.django_db
ACT = {"actor": ACTOR, "at": AT}
CUSTOMER = AddressFacts("Kim", "Street 7", "Berlin", "12043", "DE")


@pytest.fixture
def depot():
    make_depot()
    make_own_fleet()
    return make_vehicle()


def outcome() -> dict:
    return PlanRun.objects.first().outcome


def test_log_4_a_label_of_the_own_fleet_is_a_delivery_and_one_taken_back_is_none(depot):
    job = make_parcel()
    assert (job.kind, job.depot.code, job.weight_g, job.volume_l) == ("delivery", "main", 2_000, 24)
    assert (job.place_source, job.reference) == ("region", shipping.label(job.label_id).tracking_number)
    fleet.open_delivery(job.label_id, at=AT)
    shipping.void_label(label_id=job.label_id, reason="", **ACT)
    while outbox.drain():
        pass
    job.refresh_from_db()
    assert job.state == "canceled"


def test_log_4_deliveries_and_pick_ups_share_a_trip_that_is_costed(depot):
    make_driver()
    make_parcel(1)
    make_parcel(2, "12043")
    fleet.request_pickup(reference="R-1", address=CUSTOMER, day=DAY, weight_g=5_000, **ACT)
    plan()
    trip = fleet.trips_of(DAY, ["main"])[0]
    assert [stop.delivers for stop in trip.stops].count(False) == 1
    assert trip.driver == "Driver"
    assert 10_000 < trip.distance_m < 40_000
    assert trip.planned_cost.amount > 1_000
    assert trip.per_stop.amount == round(trip.planned_cost.amount / 3)
    assert trip.starts_at == dt.datetime(2026, 3, 2, 7, tzinfo=dt.UTC)
    assert outcome()["left"] == {}
    plan()
    assert Trip.objects.count() == 1
    assert TripStop.objects.count() == 3


def test_log_4_what_did_not_fit_is_told_with_its_reason(depot):
    make_driver()
    heavy = make_parcel(1, weight_g=100_000)
    fleet.save_vehicle(
        code="van", name="Van", depot="main", max_weight_g=50_000, max_volume_l=4_000, currency="EUR", **ACT
    )
    nowhere = make_parcel(2)
    Job.objects.filter(pk=nowhere.pk).update(lat_e6=None, lon_e6=None, place_source="")
    fits = make_parcel(3)
    plan()
    assert outcome()["left"] == {str(heavy.pk): "too_heavy", str(nowhere.pk): "no_place"}
    waiting = {job.pk: job.left_over for job in fleet.waiting_jobs(DAY, ["main"])}
    assert waiting == {heavy.pk: "too_heavy", nowhere.pk: "no_place"}
    fleet.set_job_place(nowhere.pk, point=fleet.Point(52_500_000, 13_400_000), **ACT)
    plan()
    assert {stop.job_id for stop in fleet.trips_of(DAY, ["main"])[0].stops} == {nowhere.pk, fits.pk}


def test_log_4_vehicles_that_stay_are_told_with_the_reason(depot):
    make_parcel()
    broken, overdue = make_vehicle("broken"), make_vehicle("overdue")
    fleet.set_vehicle_state(broken, "out", because="brakes", **ACT)
    fleet.save_check(overdue, kind="inspection", due_on=DAY - dt.timedelta(days=1), **ACT)
    plan()
    assert sorted(outcome()["idle"]) == [["Broken", "out"], ["Overdue", "check"], ["Van", "no_driver"]]
    assert set(outcome()["left"].values()) == {"no_vehicle"}


def test_log_4_who_has_no_valid_licence_drives_nothing(depot):
    make_parcel()
    make_driver(licence_until=DAY - dt.timedelta(days=1))
    plan()
    assert ["Van", "no_driver"] in outcome()["idle"]


def test_log_4_two_depots_keep_their_own_goods_and_a_pick_up_goes_to_the_nearest(depot):
    west = fleet.Point(52_540_000, 13_200_000)
    make_depot("west", AddressFacts("West", "Weststraße 9", "Berlin", "13585", "DE"), west)
    make_vehicle("west-van", "west")
    make_driver()
    make_driver("west@example.com", "west")
    make_parcel(1)
    spandau = AddressFacts("Kim", "Street 7", "Berlin", "13585", "DE")
    job = Job.objects.get(pk=fleet.request_pickup(reference="R-1", address=spandau, day=DAY, **ACT))
    assert job.depot.code == "west"
    plan(depots=("main", "west"))
    assert [trip.depot_code for trip in fleet.trips_of(DAY, ["main", "west"])] == ["main", "west"]


def test_log_4_one_plan_of_a_day_at_a_time_and_a_lost_one_does_not_block(depot):
    fleet.ask_plan(day=DAY, depots=["main"], seconds=500, **ACT)
    assert PlanRun.objects.get().seconds == 120
    with pytest.raises(fleet.PlanInProgress):
        fleet.ask_plan(day=DAY, depots=["main"], seconds=5, **ACT)
    fleet.ask_plan(day=DAY, depots=["main"], seconds=5, actor=ACTOR, at=AT + dt.timedelta(minutes=20))
    assert list(PlanRun.objects.values_list("state", flat=True)) == ["queued", "failed"]
    with pytest.raises(fleet.NothingToPlan):
        fleet.ask_plan(day=DAY - dt.timedelta(days=1), depots=["main"], seconds=5, **ACT)
    with pytest.raises(fleet.NothingToPlan):
        fleet.ask_plan(day=DAY, depots=["elsewhere"], seconds=5, **ACT)
    with pytest.raises(Denied):
        fleet.ask_plan(day=DAY, depots=["main"], seconds=5, actor=guest_actor(), at=AT)


def test_log_4_a_planner_that_is_not_there_is_told_and_drafts_stay(depot, monkeypatch):
    make_driver()
    make_parcel()
    plan()

    class Missing:
        def plan(self, problem, *, seconds, seed=0):
            raise PlannerMissing("not installed")

    fleet.plan_now(day=DAY, depots=["main"], seconds=1, planner=Missing(), **ACT)
    run = PlanRun.objects.first()
    assert run.state == "failed"
    assert "Ask IT to install storecrew[routing]" in run.message
    assert Trip.objects.count() == 1


def test_log_4_what_was_taken_back_while_the_search_ran_is_left_out(depot):
    make_driver()
    gone, stays = make_parcel(1), make_parcel(2)

    class Slow(NearestFirst):
        def plan(self, problem, *, seconds, seed=0):
            found = super().plan(problem, seconds=seconds)
            Job.objects.filter(pk=gone.pk).update(state="canceled")
            return found

    fleet.plan_now(day=DAY, depots=["main"], seconds=1, planner=Slow(), **ACT)
    assert [stop.job_id for stop in fleet.trips_of(DAY, ["main"])[0].stops] == [stays.pk]


def test_log_4_pyvrp_plans_a_day_of_ours(depot):
    make_driver()
    for number, code in enumerate(("10999", "12043", "13347", "10405"), start=1):
        make_parcel(number, code)
    fleet.plan_now(day=DAY, depots=["main"], seconds=1, **ACT)
    trip = fleet.trips_of(DAY, ["main"])[0]
    assert len(trip.stops) == 4
    assert all(trip.starts_at <= stop.arrives_at <= trip.ends_at for stop in trip.stops)


@pytest.fixture
def two_trips(depot):
    """Two vans with a stop each, and one parcel that waits."""
    make_vehicle("small", max_weight_g=4_000)
    make_driver()
    make_driver("second@example.com")
    first, second = make_parcel(1, weight_g=3_000), make_parcel(2, "12043", weight_g=3_000)

    class OneEach(NearestFirst):
        def plan(self, problem, *, seconds, seed=0):
            ways = zip(problem.vehicles, (str(first.pk), str(second.pk)), strict=True)
            return trips.TripPlan(
                tuple(trips.PlannedTrip(vehicle.key, (key,), vehicle.starts) for vehicle, key in ways)
            )

    fleet.plan_now(day=DAY, depots=["main"], seconds=1, planner=OneEach(), **ACT)
    small, large = sorted(fleet.trips_of(DAY, ["main"]), key=lambda trip: trip.vehicle)
    return small, large


def test_log_4_a_stop_is_moved_by_hand_and_both_trips_are_counted_anew(two_trips):
    small, large = two_trips
    (moved,) = small.stops
    assert fleet.move_stop(moved.job_id, trip_id=large.id, position=1, **ACT) == ()
    after = fleet.trip(large.id, ACTOR)
    assert [stop.job_id for stop in after.stops] == [moved.job_id, large.stops[0].job_id]
    assert after.distance_m != large.distance_m
    assert fleet.trip(small.id, ACTOR).stops == ()
    fleet.move_stop(moved.job_id, trip_id=large.id, position=9, **ACT)
    assert fleet.trip(large.id, ACTOR).stops[1].job_id == moved.job_id
    fleet.drop_stop(moved.job_id, **ACT)
    assert Job.objects.get(pk=moved.job_id).state == "open"
    with pytest.raises(fleet.UnknownJob):
        fleet.drop_stop(moved.job_id, **ACT)


def test_log_4_what_a_vehicle_cannot_hold_is_refused_and_nothing_moved(two_trips):
    small, large = two_trips
    with pytest.raises(fleet.TripNotDrivable) as caught:
        fleet.move_stop(large.stops[0].job_id, trip_id=small.id, position=1, accept_late=True, **ACT)
    assert "6 kg of 4 kg" in str(caught.value)
    assert len(fleet.trip(small.id, ACTOR).stops) == len(fleet.trip(large.id, ACTOR).stops) == 1


def test_log_4_lateness_is_refused_unless_it_is_accepted(two_trips):
    _small, large = two_trips
    job = make_parcel(9)
    Job.objects.filter(pk=job.pk).update(window_until=dt.time(8, 1))
    with pytest.raises(fleet.TripNotDrivable, match=r"after 08:01"):
        fleet.move_stop(job.pk, trip_id=large.id, position=2, **ACT)
    assert Job.objects.get(pk=job.pk).state == "open"
    (sentence,) = fleet.move_stop(job.pk, trip_id=large.id, position=2, accept_late=True, **ACT)
    assert "Person 9 would be reached at" in sentence


def test_log_4_a_published_trip_stays_when_the_day_is_planned_anew(two_trips):
    small, large = two_trips
    fleet.publish_trip(large.id, **ACT)
    fleet.publish_trip(large.id, **ACT)
    plan()
    numbers = {trip.number for trip in fleet.trips_of(DAY, ["main"])}
    assert large.number in numbers
    assert small.number not in numbers
    fleet.cancel_trip(large.id, reason="snow", **ACT)
    assert Job.objects.get(pk=large.stops[0].job_id).state == "open"
    with pytest.raises(fleet.TripFixed):
        fleet.publish_trip(large.id, **ACT)
    with pytest.raises(fleet.UnknownTrip):
        fleet.publish_trip(0, **ACT)


def test_log_4_a_trip_of_a_vehicle_that_broke_is_not_published(two_trips):
    small, _large = two_trips
    fleet.set_vehicle_state(small.vehicle_id, "out", because="accident", **ACT)
    with pytest.raises(fleet.TripNotDrivable):
        fleet.publish_trip(small.id, **ACT)


def test_log_4_pick_ups_are_asked_once_checked_and_taken_back(depot):
    job_id = fleet.request_pickup(reference="R-1", address=CUSTOMER, day=DAY, **ACT)
    assert fleet.request_pickup(reference="R-1", address=CUSTOMER, day=DAY, **ACT) == job_id
    with pytest.raises(fleet.InvalidPickup) as caught:
        fleet.request_pickup(
            reference=" ", address=AddressFacts("Kim", ""), day=DAY, window_from=dt.time(9),
            window_until=dt.time(8), **ACT,
        )  # fmt: skip
    assert set(caught.value.details) == {"reference", "address", "window_until"}
    fleet.cancel_pickup(job_id, reason="sent by post", **ACT)
    with pytest.raises(fleet.JobClosed):
        fleet.cancel_pickup(job_id, reason="", **ACT)
    with pytest.raises(fleet.UnknownJob):
        fleet.cancel_pickup(0, reason="", **ACT)


def test_log_4_a_place_of_our_own_moves_open_jobs_there(depot):
    job = make_parcel()
    there = fleet.Point(52_501_234, 13_401_234)
    fleet.save_place(country="de", prefix="109", point=there, name="Kreuzberg", **ACT)
    job.refresh_from_db()
    assert (job.lat_e6, job.lon_e6, job.place_source) == (*there, "own")
    with pytest.raises(fleet.InvalidPlace):
        fleet.save_place(country="DE", prefix="-", point=there, **ACT)
    with pytest.raises(fleet.InvalidPlace):
        fleet.set_job_place(job.pk, point=fleet.Point(99_000_000, 0), **ACT)
    with pytest.raises(fleet.UnknownJob):
        fleet.set_job_place(0, point=there, **ACT)
    for wrong in ({"closes": dt.time(6)}, {"timezone": "Mars/Olympus"}):
        values = {"opens": dt.time(7), "closes": dt.time(20), "timezone": "UTC"} | wrong
        with pytest.raises(fleet.InvalidPlace):
            fleet.save_depot("main", point=there, **values, **ACT)
