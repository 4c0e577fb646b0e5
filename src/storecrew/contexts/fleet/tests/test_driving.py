"""The driver's day: entries once however often they are sent, proof, failures, cost; only the own trip."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.checkout.tests.factories import make_cart, make_shop, place
from storecrew.contexts.customers.public import AddressFacts
from storecrew.contexts.fleet import public as fleet
from storecrew.contexts.fleet.models import Job, Trip
from storecrew.contexts.fleet.subject_data import FleetData
from storecrew.contexts.fleet.tests.factories import (
    ACTOR,
    AT,
    DAY,
    make_depot,
    make_driver,
    make_own_fleet,
    make_parcel,
    make_vehicle,
    plan,
)
from storecrew.contexts.orders import public as orders
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.tests.test_proofs import picture
from storecrew.kernel import outbox
from storecrew.kernel.mail.models import Mail

pytestmark = pytest.mark.django_db
NOON = AT + dt.timedelta(hours=6)
CUSTOMER = AddressFacts("Kim", "Street 7", "Berlin", "12043", "DE")


@pytest.fixture
def driver():
    """A driver with a published trip: a delivery and a pick-up."""
    make_depot()
    make_own_fleet()
    make_vehicle()
    driver = make_driver()
    make_parcel()
    fleet.request_pickup(reference="R-1", address=CUSTOMER, day=DAY, order_ref="SC-7", actor=ACTOR, at=AT)
    plan()
    fleet.publish_trip(Trip.objects.get().pk, actor=ACTOR, at=AT)
    return driver


def now(driver, at=NOON) -> dict:
    return {"happened_at": at, "actor": driver, "at": at}


def stops(driver):
    trip = fleet.my_trip(driver, at=NOON)
    delivery = next(stop for stop in trip.stops if stop.delivers)
    return trip, delivery, next(stop for stop in trip.stops if not stop.delivers)


def test_log_4_a_whole_day_with_every_entry_sent_twice(driver):
    trip, delivery, pickup = stops(driver)
    heard = []
    for _again in range(2):
        fleet.start_trip(trip.id, **now(driver, AT + dt.timedelta(hours=2)))
        proof = {"signature": picture("PNG"), "received_by": "Person 1"}
        first = fleet.deliver(delivery.id, key="d-1", **proof, **now(driver, delivery.arrives_at))
        second = fleet.fetch(pickup.id, key="p-1", note="two boxes", **now(driver))
        fleet.finish_trip(trip.id, driven_m=30_000, **now(driver, NOON + dt.timedelta(hours=1)))
        heard.append((first, second))
    assert heard == [(True, True), (False, False)]
    label = shipping.label(delivery.label_id)
    assert (label.status, label.delivered_at) == ("delivered", delivery.arrives_at)
    moments = [moment.status for moment in shipping.tracking(label.id)]
    assert moments == ["out_for_delivery", "delivered"]
    (kept,) = shipping.proofs_of([label.id])[label.id]
    assert (kept.received_by, kept.has_signature, kept.actor) == ("Person 1", True, driver.label)
    done = fleet.trip(trip.id, ACTOR)
    assert done.state == "finished"
    assert done.actual_cost.amount == 30 * 50 + 5 * 3_000
    assert done.stops[0].on_time or done.stops[1].on_time
    assert fleet.on_time_since(DAY, depots=["main"])[1] == 2
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}


def test_log_4_only_the_own_trip_and_only_today(driver):
    trip, delivery, _pickup = stops(driver)
    other = make_driver("other@example.com")
    with pytest.raises(fleet.UnknownTrip):
        fleet.start_trip(trip.id, **now(other))
    with pytest.raises(fleet.UnknownTrip):
        fleet.deliver(delivery.id, key="x", signature=picture(), **now(other))
    assert fleet.my_trip(other, at=NOON) is None
    assert fleet.my_trip(ACTOR, at=NOON) is None
    tomorrow = NOON + dt.timedelta(days=1)
    assert fleet.my_trip(driver, at=tomorrow) is None
    fleet.start_trip(trip.id, happened_at=NOON, actor=driver, at=tomorrow)
    assert Trip.objects.get().started_at == NOON
    with pytest.raises(fleet.UnknownTrip):
        fleet.deliver(delivery.id, key="x", signature=picture(), **now(driver, NOON + dt.timedelta(days=3)))


def test_log_4_a_delivery_without_proof_changes_nothing(driver):
    _trip, delivery, pickup = stops(driver)
    with pytest.raises(shipping.InvalidProof):
        fleet.deliver(delivery.id, key="d-1", **now(driver))
    assert shipping.label(delivery.label_id).status == "pending"
    assert fleet.my_trip(driver, at=NOON).state == "published"
    with pytest.raises(fleet.StopClosed):
        fleet.deliver(pickup.id, key="d-2", signature=picture(), **now(driver))
    with pytest.raises(fleet.StopClosed):
        fleet.fetch(delivery.id, key="d-3", **now(driver))
    fleet.deliver(delivery.id, key="d-4", code=shipping.delivery_code(delivery.label_id), **now(driver))
    with pytest.raises(fleet.StopClosed):
        fleet.fail_stop(delivery.id, key="d-5", reason="refused", outcome="return", **now(driver))


@pytest.mark.parametrize(
    ("outcome", "status", "state"),
    [
        ("next_attempt", "delivery_failed", "open"),
        ("pickup_point", "ready_for_pickup", "waiting"),
        ("return", "return_to_sender", "returned"),
    ],
)
def test_log_4_a_failed_attempt_goes_on_by_what_was_chosen(driver, outcome, status, state):
    _trip, delivery, _pickup = stops(driver)
    values = {"key": "f-1", "reason": "nobody_home", "outcome": outcome, "note": "rang twice"}
    assert fleet.fail_stop(delivery.id, **values, **now(driver))
    assert not fleet.fail_stop(delivery.id, **values, **now(driver))
    label = shipping.label(delivery.label_id)
    assert (label.status, label.reason) == (status, "consignee_not_home")
    job = Job.objects.get(pk=delivery.job_id)
    assert (job.state, job.attempts) == (state, 1)
    assert job.day == (DAY + dt.timedelta(days=1) if outcome == "next_attempt" else DAY)


def test_log_4_steps_that_help_nobody_are_not_offered(driver):
    _trip, delivery, pickup = stops(driver)
    assert fleet.outcomes_for(delivery, "refused") == ("return",)
    for values in (
        {"reason": "refused", "outcome": "next_attempt"},
        {"reason": "bored", "outcome": "return"},
    ):
        with pytest.raises(fleet.InvalidOutcome):
            fleet.fail_stop(delivery.id, key="f", **values, **now(driver))
    fleet.fail_stop(pickup.id, key="f", reason="closed", outcome="next_attempt", **now(driver))
    assert Job.objects.get(pk=pickup.job_id).state == "open"


def test_log_4_what_was_not_reached_is_driven_another_day(driver):
    trip, delivery, _pickup = stops(driver)
    with pytest.raises(fleet.TripFixed):
        fleet.finish_trip(trip.id, **now(driver))
    fleet.start_trip(trip.id, **now(driver))
    fleet.finish_trip(trip.id, **now(driver, NOON + dt.timedelta(hours=2)))
    job = Job.objects.get(pk=delivery.job_id)
    assert (job.state, job.day, job.attempts) == ("open", DAY + dt.timedelta(days=1), 0)
    assert fleet.trip(trip.id, ACTOR).actual_cost.amount > 2 * 3_000


def test_log_7_the_recipient_is_told_when_and_with_which_code(db):
    placed = place(make_cart(make_shop(), {"A-1": 1}))
    order = orders.order_by_token(placed.order_token)
    make_depot()
    make_own_fleet()
    make_vehicle()
    driver = make_driver()
    job = make_parcel(order_ref=order.number)
    plan()
    trip = Trip.objects.get()
    fleet.publish_trip(trip.pk, actor=ACTOR, at=AT)
    for _again in range(2):
        fleet.start_trip(trip.pk, **now(driver))
    told = Mail.objects.get(dedupe_key__startswith="fleet.today")
    assert shipping.delivery_code(job.label_id) in told.text
    assert "comes today between" in told.subject


def test_prv_02_addresses_of_stops_are_told_and_go_with_the_person(driver, monkeypatch):
    monkeypatch.setattr("storecrew.contexts.fleet.subject_data._numbers", lambda *_: ["SC-7"])
    data = FleetData()
    assert data.export(customer_id=1, email="")[0]["address"]["name"] == "Kim"
    data.erase(customer_id=1, email="", actor=ACTOR, at=AT)
    job = Job.objects.get(order_ref="SC-7")
    assert (job.address, job.lat_e6) == ({"country": "DE"}, None)


def test_pickups_that_were_fetched_are_told(driver):
    trip, _delivery, pickup = stops(driver)
    fleet.start_trip(trip.id, **now(driver))
    fleet.fetch(pickup.id, key="p", **now(driver))
    assert outbox.drain() > 0
