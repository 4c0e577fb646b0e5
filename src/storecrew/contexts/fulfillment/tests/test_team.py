"""Figures from scans, and the next task that nobody chooses."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.checkout.tests.factories import ACTOR, AT, make_shop
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.models import FulfillmentOrder, Parcel, ParcelLine
from storecrew.contexts.fulfillment.queries import team as queue
from storecrew.contexts.fulfillment.rules import team
from storecrew.contexts.fulfillment.tests.factories import given
from storecrew.contexts.people import public as people
from storecrew.contexts.people.tests.factories import make_staff

MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)


def test_log_3_time_between_scans_counts_and_pauses_do_not():
    scans = [AT, AT + 5 * MINUTE, AT + 10 * MINUTE, AT + HOUR, AT + HOUR + 4 * MINUTE, AT + 5 * HOUR]
    assert team.worked(reversed(scans)) == 15 * MINUTE
    assert team.worked([]) == dt.timedelta()
    assert team.per_hour(30, 15 * MINUTE) == 120
    assert team.per_hour(3, dt.timedelta()) is None


def candidate(work_id: int, activity: str = "pick", due: int = 1, since: int = 0) -> team.Candidate:
    return team.Candidate(work_id, activity, AT + due * HOUR, AT - since * HOUR)


@pytest.mark.parametrize(
    ("waiting", "chosen", "why"),
    [
        ([candidate(1, due=2), candidate(2, due=-1), candidate(3, due=-2)], 3, "late"),
        ([candidate(1, due=2), candidate(2, due=1)], 2, "due"),
        ([candidate(1), candidate(2, "pack")], 2, "waiting"),
        ([candidate(1), candidate(2, since=3)], 2, "waiting"),
    ],
)
def test_log_3_the_queue_decides_and_says_why(waiting, chosen, why):
    found, reason = team.next_of(waiting, at=AT)
    assert (found.work_id, reason) == (chosen, why)


def test_log_3_an_empty_queue_gives_nothing():
    assert team.next_of([], at=AT) is None


@pytest.mark.django_db
def test_log_3_who_is_trained_gets_the_work_and_what_was_done_is_counted():
    work = given(make_shop()).id
    picker = people.actor_for(make_staff("logistics_manager"))
    task = fulfillment.next_task(picker, at=AT)
    assert (task.work_id, task.activity, task.others) == (work, "pick", 0)
    teach = {"user_id": int(picker.id), "skill": "pick", "trained_on": dt.date(2020, 1, 1), "actor": ACTOR}
    people.save_skill(**teach, valid_until=dt.date(2020, 2, 1), at=AT)
    refused = fulfillment.next_task(picker, at=AT)
    assert (refused.activity, refused.over) == ("", ("pick",))
    people.save_skill(**teach, at=AT)
    run = fulfillment.start_run(location_code=task.location_code, work_ids=[work], actor=picker, at=AT)
    for stop in run.stops:
        fulfillment.confirm_pick(
            stop.id, place=stop.bin_code, item=stop.sku, quantity=stop.left, actor=picker, at=AT + 6 * MINUTE
        )
    assert FulfillmentOrder.objects.get().state == "picked"
    (figure,) = fulfillment.figures(AT, AT + HOUR)
    assert (figure.person_id, figure.activity) == (picker.id, "pick")
    assert figure.units == sum(stop.left for stop in run.stops)
    assert fulfillment.figures(AT, AT + HOUR, people_ids={"0"}) == ()


@pytest.mark.django_db
def test_log_3_who_only_packs_gets_work_however_much_is_to_be_picked_first(monkeypatch):
    monkeypatch.setattr(queue, "MOST", 1)
    shop = make_shop()
    given(shop)
    picked = given(shop).id
    FulfillmentOrder.objects.filter(pk=picked).update(state="picked")
    packer = people.actor_for(make_staff("logistics_manager"))
    people.save_skill(user_id=int(packer.id), skill="pack", trained_on=AT.date(), actor=ACTOR, at=AT)
    assert fulfillment.next_task(packer, at=AT).work_id == picked


def packs(row: FulfillmentOrder, units: int, *minutes: int, who: str = "Ann") -> None:
    """Let somebody close a box of some units at each of these minutes."""
    line = row.lines.get(sku="A-1")
    for minute in minutes:
        at = AT + minute * MINUTE
        box = Parcel.objects.create(
            fulfillment_order=row, code=f"{who}-{minute}", state="closed", packed_by_id=who, packed_by=who,
            opened_at=at, closed_at=at,
        )  # fmt: skip
        ParcelLine.objects.create(parcel=box, line=line, quantity=units)


@pytest.mark.django_db
def test_log_3_the_pace_of_the_benches_is_that_of_their_scans_and_says_so():
    row = FulfillmentOrder.objects.get(pk=given(make_shop()).id)
    later = AT + 6 * HOUR
    assert fulfillment.pace("Europe/Berlin", later)[0] == 40
    packs(row, 10, *range(0, 70, 10))
    load = fulfillment.load("eu", "Europe/Berlin", later)
    # Seventy units in an hour of scans; the pause before the next box is no packing.
    assert (load.per_hour, load.per_hour_from) == (70, "scans")
    packs(row, 10, 300, who="Bob")
    assert fulfillment.pace("Europe/Berlin", later)[0] == 80 * 60 // 61
    longest = later + dt.timedelta(days=30)
    assert fulfillment.load("eu", "Europe/Berlin", longest).per_hour_from == "usual"
