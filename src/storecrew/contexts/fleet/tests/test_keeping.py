"""Vehicles, their dates and drivers are kept, told before they are due, and never silently overwritten."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.fleet import public as fleet
from storecrew.contexts.fleet.models import Driver, Vehicle, VehicleCheck
from storecrew.contexts.fleet.tests.factories import ACTOR, AT, DAY, make_depot, make_driver, make_vehicle
from storecrew.contexts.people import public as people
from storecrew.contexts.work import public as work
from storecrew.contexts.work.models import Task
from storecrew.kernel import clock
from storecrew.kernel.actor import guest_actor
from storecrew.kernel.errors import Denied

pytestmark = pytest.mark.django_db
ACT = {"actor": ACTOR, "at": AT}
MONTH = dt.timedelta(days=30)


@pytest.fixture
def van():
    make_depot()
    return make_vehicle()


def test_log_4_a_vehicle_is_saved_and_two_people_do_not_overwrite_each_other(van):
    make_vehicle(name="Blue van", expected_version=1)
    row = Vehicle.objects.get(pk=van)
    assert (row.name, row.version) == ("Blue van", 2)
    with pytest.raises(fleet.ChangedMeanwhile):
        make_vehicle(name="Red van", expected_version=1)
    with pytest.raises(fleet.InvalidVehicle) as caught:
        make_vehicle(name=" ", max_weight_g=0, cost_per_km_amount=-1, licence_class="Z", currency="E")
    assert set(caught.value.details) == {
        "name", "max_weight_g", "cost_per_km_amount", "licence_class", "currency",
    }  # fmt: skip


def test_log_4_out_of_service_needs_a_reason(van):
    with pytest.raises(fleet.InvalidVehicle):
        fleet.set_vehicle_state(van, "out", **ACT)
    with pytest.raises(fleet.UnknownVehicle):
        fleet.set_vehicle_state(0, "ready", **ACT)
    with pytest.raises(Denied):
        fleet.set_vehicle_state(van, "ready", actor=guest_actor(), at=AT)
    fleet.set_vehicle_state(van, "out", because="brakes", **ACT)
    fleet.set_vehicle_state(van, "ready", **ACT)
    assert Vehicle.objects.get().out_because == ""


def test_log_4_checks_and_licences_are_tasks_before_they_are_due_and_close_when_done(van):
    check = fleet.save_check(van, kind="inspection", due_on=DAY + MONTH, **ACT)
    make_channel()
    fleet.save_check(van, kind="maintenance", due_on=DAY + 3 * MONTH, **ACT)
    make_driver(licence_until=DAY + MONTH)
    with clock.frozen(AT):
        for _again in range(2):
            assert fleet.remind_of_checks(at=AT) == 2
    assert sorted(Task.objects.values_list("code", flat=True)) == ["fleet.check_due", "fleet.licence_ends"]
    fleet.finish_check(check, done_on=DAY, next_due=DAY + 24 * MONTH, note="report 7", **ACT)
    user_id = Driver.objects.get().user_id
    fleet.save_driver(
        user_id=user_id, depot="main", licence_classes=["B"], licence_until=DAY + 60 * MONTH, **ACT
    )
    assert {task.state for task in work.visible_tasks(ACTOR)} == {"withdrawn"}
    assert VehicleCheck.objects.filter(kind="inspection", done_on=None).get().due_on == DAY + 24 * MONTH


def test_log_4_dates_that_make_no_sense_are_refused(van):
    check = fleet.save_check(van, kind="tires", due_on=DAY, **ACT)
    assert fleet.save_check(van, kind="tires", due_on=DAY + MONTH, **ACT) == check
    for wrong in ({"kind": "dance"}, {"lead_days": 999}):
        with pytest.raises(fleet.InvalidCheck):
            fleet.save_check(van, **({"kind": "tires", "due_on": DAY} | wrong), **ACT)
    with pytest.raises(fleet.UnknownVehicle):
        fleet.save_check(0, kind="tires", due_on=DAY, **ACT)
    with pytest.raises(fleet.InvalidCheck):
        fleet.finish_check(check, done_on=DAY, next_due=DAY, **ACT)
    fleet.finish_check(check, done_on=DAY, **ACT)
    with pytest.raises(fleet.InvalidCheck):
        fleet.finish_check(check, done_on=DAY, **ACT)


def test_log_4_a_driver_has_a_licence_and_is_a_person(van):
    make_driver()
    row = Driver.objects.get()
    values = {"user_id": row.user_id, "depot": "main", "licence_until": DAY}
    with pytest.raises(fleet.InvalidDriver):
        fleet.save_driver(licence_classes=["Z"], **values, **ACT)
    with pytest.raises(fleet.ChangedMeanwhile):
        fleet.save_driver(licence_classes=["B"], expected_version=9, **values, **ACT)
    with pytest.raises(people.UnknownPerson):
        fleet.save_driver(licence_classes=["B"], **(values | {"user_id": 0}), **ACT)
