"""The fleet's pages: lists and records, the board of a day, the driver's entries by a device."""

from __future__ import annotations

import base64
import datetime as dt
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.fleet import public as fleet
from storecrew.contexts.fleet.models import Driver, Job, PlanRun, Trip, Vehicle, VehicleCheck
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
from storecrew.contexts.people.models import User
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.tests.test_proofs import picture
from storecrew.kernel import clock

pytestmark = pytest.mark.django_db
NOON = AT + dt.timedelta(hours=6)
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def desk(client):
    make_channel(is_default=True)
    make_depot()
    make_own_fleet()
    make_vehicle()
    client.force_login(make_staff("logistics_manager"), backend=BACKEND)
    with clock.frozen(NOON):
        yield client


def text(answer) -> str:
    return answer.content.decode()


def test_log_4_a_vehicle_is_made_changed_taken_off_the_road_and_checked(desk):
    values = {
        "code": "truck", "name": "Truck", "depot": "main", "licence_class": "C", "kilograms": 7500,
        "max_volume_l": 40000, "max_stops": 40, "currency": "EUR", "km": "0.85", "hour": "38",
    }  # fmt: skip
    made = desk.post(reverse("fleet_vehicle_add"), values)
    row = Vehicle.objects.get(code="truck")
    assert made.url == reverse("fleet_vehicle", args=[row.pk])
    assert (row.max_weight_g, row.cost_per_km_amount, row.cost_per_hour_amount) == (7_500_000, 85, 3_800)
    desk.post(reverse("fleet_vehicle_edit", args=[row.pk]), values | {"name": "Red truck", "version": 1})
    late = desk.post(reverse("fleet_vehicle_edit", args=[row.pk]), values | {"version": 1})
    assert late.status_code == 422
    assert "changed this in the meantime" in text(late)
    due = {"kind": "inspection", "due_on": "2026-02-01", "lead_days": 30}
    desk.post(reverse("fleet_check_add", args=[row.pk]), due)
    assert "Overdue: Inspection" in text(desk.get(reverse("fleet_vehicle", args=[row.pk])))
    check = VehicleCheck.objects.get()
    done = {"done_on": "2026-03-02", "next_due": "2026-01-01"}
    assert desk.post(reverse("fleet_check_done", args=[check.pk]), done).status_code == 422
    desk.post(reverse("fleet_check_done", args=[check.pk]), done | {"next_due": "2028-03-01"})
    desk.post(reverse("fleet_vehicle_out", args=[row.pk]), {"because": "New brakes"})
    page = text(desk.get(reverse("fleet_vehicle", args=[row.pk])))
    assert "New brakes" in page
    assert "out of service" in text(desk.get(reverse("fleet_vehicles")))
    desk.post(reverse("fleet_vehicle_state", args=[row.pk]), {"state": "ready"})
    assert Vehicle.objects.get(code="truck").state == "ready"
    assert desk.get(reverse("fleet_vehicle", args=[0])).status_code == 404


def test_log_4_somebody_becomes_a_driver(desk):
    person = make_staff("driver", email="sam@example.com", name="Sam")
    values = {
        "user_id": person.pk, "depot": "main", "licence_classes": ["B"], "licence_until": "2026-03-20",
        "active": "on",
    }  # fmt: skip
    desk.post(reverse("fleet_driver_add"), values)
    row = Driver.objects.get()
    assert "ends soon" in text(desk.get(reverse("fleet_drivers")))
    assert "Nothing. Trips are planned only" in text(desk.get(reverse("fleet_driver", args=[row.pk])))
    desk.post(reverse("fleet_driver_edit", args=[row.pk]), values | {"active": "", "version": 1})
    assert not Driver.objects.get().active


def test_log_4_the_board_plans_explains_moves_and_publishes(desk):
    make_driver()
    first, second = make_parcel(1), make_parcel(2, "12043")
    pickup = {
        "reference": "R-7", "name": "Kim", "street": "Street 3", "postal_code": "10247", "city": "Berlin",
        "country": "DE", "day": DAY.isoformat(), "kilograms": 4, "window_from": "09:00",
    }  # fmt: skip
    assert desk.post(reverse("fleet_pickup_add"), pickup).status_code == 302
    board = f"{reverse('fleet_board')}?day={DAY}"
    page = text(desk.get(board))
    assert "3 deliveries and pick-ups wait" in page
    assert "<svg" in page
    desk.post(reverse("fleet_plan"), {"day": DAY.isoformat(), "seconds": 5})
    searching = desk.get(board)
    assert searching["Refresh"] == "4"
    PlanRun.objects.all().delete()
    plan()
    page = text(desk.get(board))
    assert "Trips: 1, stops: 3" in page
    trip = Trip.objects.get()
    order = {"trip": trip.pk, "position": 1}
    desk.post(reverse("fleet_move", args=[second.pk]), order)
    assert fleet.trip(trip.pk, ACTOR).stops[0].job_id == second.pk
    desk.post(reverse("fleet_drop", args=[first.pk]), {})
    assert Job.objects.get(pk=first.pk).state == "open"
    refused = desk.post(reverse("fleet_move", args=[first.pk]), {"trip": 0}, follow=True)
    assert refused.status_code == 404
    desk.post(reverse("fleet_publish", args=[trip.pk]))
    assert "with its driver" in text(desk.get(board))
    assert "Our vans" in text(desk.get(board))
    assert "T-1001" in text(desk.get("/admin/logistics-manager/"))
    desk.post(reverse("fleet_cancel", args=[trip.pk]), {})
    assert "3 deliveries and pick-ups wait" in text(desk.get(board))
    job = Job.objects.get(kind="pickup")
    desk.post(reverse("fleet_pickup_cancel", args=[job.pk]), {})
    assert "2 deliveries and pick-ups wait" in text(desk.get(board))


def test_log_4_places_are_typed_in_degrees(desk):
    job = make_parcel()
    spot = {"latitude": "52.501", "longitude": "13.402"}
    desk.post(reverse("fleet_job_place", args=[job.pk]), spot)
    job.refresh_from_db()
    assert (job.lat_e6, job.lon_e6, job.place_source) == (52_501_000, 13_402_000, "typed")
    desk.post(reverse("fleet_postal"), spot | {"country": "DE", "begins_with": "109"})
    assert fleet.locate("DE", "10999")[1] == "own"
    depot = {"location": "main", "opens": "09:00", "closes": "08:00", "timezone": "Europe/Berlin"}
    assert desk.post(reverse("fleet_depot"), depot | spot).status_code == 422
    assert desk.post(reverse("fleet_depot"), depot | spot | {"closes": "18:00"}).status_code == 302


def test_the_board_asks_the_same_number_of_questions_however_long_the_trips(desk):
    make_driver()
    counts = []
    for numbers in ((1, 2), range(3, 9)):
        for number in numbers:
            make_parcel(number)
        plan()
        desk.get(reverse("fleet_board"))
        with CaptureQueriesContext(connection) as asked:
            desk.get(reverse("fleet_board"))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 26


@pytest.fixture
def road(desk):
    """The driver's own device, with a published trip of a parcel and a pick-up."""
    driver = make_driver()
    make_parcel()
    address = {"name": "Kim", "street": "Street 3", "postal_code": "10247", "city": "Berlin", "country": "DE"}
    address |= {"reference": "R-7", "day": DAY.isoformat(), "kilograms": 4}
    desk.post(reverse("fleet_pickup_add"), address)
    plan()
    fleet.publish_trip(Trip.objects.get().pk, actor=ACTOR, at=AT)
    desk.force_login(User.objects.get(pk=int(driver.id)), backend=BACKEND)
    return desk


def send(device, name: str, number: int, **data):
    entry = {"key": f"{name}-{number}", "at": NOON.isoformat(), **data}
    return device.post(
        reverse(f"driving_{name}", args=[number]), json.dumps(entry), content_type="application/json"
    )


def data_url(content: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(content).decode()}"


def test_log_4_the_driver_sees_the_own_trip_and_enters_it(road):
    trip = Trip.objects.get()
    page = text(road.get(reverse("driving")))
    assert "tel:" not in page  # the script makes it
    assert "geo:52." in page
    stops = fleet.trip(trip.pk, ACTOR).stops
    parcel = next(stop for stop in stops if stop.delivers)
    pickup = next(stop for stop in stops if not stop.delivers)
    assert send(road, "start", trip.pk).json() == {"state": "under_way"}
    nothing = send(road, "deliver", parcel.id)
    assert nothing.status_code == 422
    assert "signature" in nothing.json()["message"]
    for _again in range(2):
        assert send(road, "deliver", parcel.id, signature=data_url(picture("PNG"))).status_code == 200
    assert send(road, "fail", pickup.id, reason="closed", outcome="next_attempt").status_code == 200
    assert send(road, "finish", trip.pk, km=31).json() == {"state": "finished"}
    assert Trip.objects.get().driven_m == 31_000
    assert shipping.label(parcel.label_id).status == "delivered"
    road.force_login(User.objects.get(email__startswith="logistics-manager"), backend=BACKEND)
    page = text(road.get(reverse("fleet_trip", args=[trip.pk])))
    assert "signature" in page
    assert "Business closed" in page
    (proof,) = shipping.proofs_of([parcel.label_id])[parcel.label_id]
    shown = road.get(reverse("fleet_proof", args=[proof.id, "signature"]))
    assert (shown["Content-Type"], shown["Cache-Control"]) == ("image/png", "private, no-store")
    assert road.get(reverse("fleet_proof", args=[proof.id, "photo"])).status_code == 404


def at_door(stop, *, north_m: int = 0, accuracy: int = 15) -> dict[str, int]:
    """What a phone says that stands so many meters north of a stop's place on the map."""
    lat, lon = stop.point
    return {"lat_e6": lat + north_m * 9, "lon_e6": lon, "accuracy_m": accuracy}


@pytest.mark.parametrize(
    ("north_m", "accuracy", "far"),
    [(50, 15, False), (4_200, 15, True), (4_200, 5_000, False), (290, 0, False)],
)
def test_log_6_where_the_phone_was_is_kept_with_the_proof_and_far_away_is_said(road, north_m, accuracy, far):
    trip = Trip.objects.get()
    parcel = next(stop for stop in fleet.trip(trip.pk, ACTOR).stops if stop.delivers)
    Job.objects.filter(pk=parcel.job_id).update(place_source="typed")
    page = road.get(reverse("driving"))
    assert "geolocation=(self)" in page["Permissions-Policy"]
    assert '"fence": 300' in text(page)
    here = at_door(parcel, north_m=north_m, accuracy=accuracy)
    signed = data_url(picture("PNG"))
    assert send(road, "deliver", parcel.id, signature=signed, **here).status_code == 200, "it refuses nothing"
    (proof,) = shipping.proofs_of([parcel.label_id])[parcel.label_id]
    assert (proof.spot.lat_e6, proof.spot.accuracy_m) == (here["lat_e6"], accuracy)
    assert abs(proof.spot.away_m - north_m) < 20
    assert proof.spot.is_far is far
    road.force_login(User.objects.get(email__startswith="logistics-manager"), backend=BACKEND)
    words = f"{proof.spot.away_m / 1000:.1f} km from the address"
    for shown in (reverse("fleet_trip", args=[trip.pk]), reverse("labels_record", args=[parcel.label_id])):
        answer = road.get(shown)
        assert (words in text(answer)) is far
        assert "geolocation=()" in answer["Permissions-Policy"]


def test_log_6_a_failed_attempt_says_that_nobody_was_there(road):
    trip = Trip.objects.get()
    parcel, pickup = sorted(fleet.trip(trip.pk, ACTOR).stops, key=lambda stop: not stop.delivers)
    Job.objects.update(place_source="typed")
    far = at_door(parcel, north_m=9_000)
    assert (
        send(road, "fail", parcel.id, reason="nobody_home", outcome="next_attempt", **far).status_code == 200
    )
    assert send(road, "fetch", pickup.id).status_code == 200, "a phone that says nothing goes on"
    stops = {stop.id: (stop.is_far, stop.away_m is None) for stop in fleet.trip(trip.pk, ACTOR).stops}
    assert stops == {parcel.id: (True, False), pickup.id: (None, True)}
    road.force_login(User.objects.get(email__startswith="logistics-manager"), backend=BACKEND)
    assert "9.0 km from the address" in text(road.get(reverse("fleet_trip", args=[trip.pk])))


@pytest.mark.parametrize("source", ["region", "own", ""])
def test_log_6_the_fence_is_as_wide_as_the_place_is_known(road, source):
    trip = Trip.objects.get()
    parcel = next(stop for stop in fleet.trip(trip.pk, ACTOR).stops if stop.delivers)
    Job.objects.filter(pk=parcel.job_id).update(place_source=source)
    if not source:
        Job.objects.filter(pk=parcel.job_id).update(lat_e6=None, lon_e6=None)
    here = at_door(parcel, north_m=3_500)
    assert send(road, "deliver", parcel.id, signature=data_url(picture("PNG")), **here).status_code == 200
    (proof,) = shipping.proofs_of([parcel.label_id])[parcel.label_id]
    assert proof.spot.is_far is {"region": False, "own": True, "": None}[source]


def test_bad_08_what_no_device_sends_is_refused_in_words(road):
    (stop, *_rest) = fleet.trip(Trip.objects.get().pk, ACTOR).stops
    for data in (
        {"at": "yesterday"},
        {"at": "2026-03-02T10:00:00"},
        {"at": "0001-01-01T00:00:00+14:00"},
        {"signature": "data:text/html;base64,PGI+"},
        {"signature": "data:image/png;base64,###"},
        {"photo": ["no"]},
        {"lat_e6": 91_000_000, "lon_e6": 0},
        {"lat_e6": 1, "lon_e6": 1, "accuracy_m": -1},
        {"lat_e6": "52.5", "lon_e6": 1},
    ):
        answer = send(road, "deliver", stop.id, **data)
        assert (answer.status_code, answer.json()["code"]) == (422, "unreadable_entry")


def test_log_4_another_driver_sees_nothing_of_it(road):
    other = make_staff("driver", email="other@example.com")
    road.force_login(other, backend=BACKEND)
    assert "No trip for you today" in text(road.get(reverse("driving")))
    stop = fleet.trip(Trip.objects.get().pk, ACTOR).stops[0]
    assert send(road, "deliver", stop.id).status_code == 404
    assert road.get(reverse("fleet_board")).status_code == 403
