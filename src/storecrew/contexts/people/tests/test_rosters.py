"""Rosters: hours that are really worked, nobody in two places, nobody without a training that holds."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.people import public as people
from storecrew.contexts.people.models import Shift, User
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.errors import Denied

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
ACTOR = system_actor("tests")
MONDAY = dt.date(2026, 3, 2)


def person(name: str = "ann", *skills: str, until: dt.date | None = None) -> int:
    user = User.objects.create(email=f"{name}@example.com", name=name)
    for skill in skills or ("pack",):
        people.save_skill(
            user_id=user.pk, skill=skill, trained_on=MONDAY, valid_until=until, actor=ACTOR, at=AT
        )
    return user.pk


def plan(user_id: int, **changes) -> int:
    values = {
        "location_code": "main", "day": MONDAY, "starts": dt.time(8), "ends": dt.time(16, 30),
        "timezone": "Europe/Berlin", "skill": "pack", "actor": ACTOR, "at": AT,
    }  # fmt: skip
    return people.save_shift(user_id=user_id, **(values | changes))


def test_rostered_minutes_are_those_worked_for_a_skill_at_a_place_on_a_day():
    plan(person())
    plan(person("bob"), break_minutes=0)
    plan(person("cleo", "pick"), skill="pick")
    plan(person("dan"), location_code="other")
    assert people.rostered_minutes("main", MONDAY, "pack") == 480 + 510
    assert people.rostered_minutes("main", MONDAY + dt.timedelta(days=1), "pack") == 0


@pytest.mark.parametrize(
    ("day", "minutes"),
    [(dt.date(2026, 3, 28), 450), (dt.date(2026, 3, 27), 510), (dt.date(2026, 10, 24), 570)],
)
def test_a_night_shift_has_the_hours_that_the_night_has(day, minutes):
    """FLT-12: the clocks go forward on 29 March and back on 25 October."""
    plan(person(), day=day, starts=dt.time(21), ends=dt.time(6), break_minutes=30)
    assert people.rostered_minutes("main", day, "pack") == minutes


def test_what_is_left_of_today_shrinks_with_the_clock():
    plan(person())
    left = [
        people.minutes_left(["main"], MONDAY, "pack", at=AT.replace(hour=hour, minute=0))
        for hour in (6, 7, 12, 15, 16)
    ]
    assert left == [480, 510, 210, 30, 0]


def test_nobody_works_in_two_places_at_once_and_a_shift_may_change_its_own_time():
    ann = person()
    shift = plan(ann)
    with pytest.raises(people.ShiftOverlaps):
        plan(ann, location_code="other", starts=dt.time(16), ends=dt.time(20))
    plan(ann, location_code="other", starts=dt.time(16, 30), ends=dt.time(20))
    assert plan(ann, starts=dt.time(9), shift_id=shift) == shift
    people.delete_shift(shift_id=shift, actor=ACTOR, at=AT)
    people.delete_shift(shift_id=shift, actor=ACTOR, at=AT)
    assert Shift.objects.count() == 1


def test_a_training_that_is_missing_or_over_on_that_day_keeps_somebody_off_the_roster():
    ann = person(until=MONDAY)
    plan(ann)
    with pytest.raises(people.NotTrained):
        plan(ann, day=MONDAY + dt.timedelta(days=1))
    with pytest.raises(people.NotTrained):
        plan(person("bob"), skill="forklift")
    with pytest.raises(people.InvalidShift):
        people.save_skill(user_id=ann, skill="magic", trained_on=MONDAY, actor=ACTOR, at=AT)


@pytest.mark.parametrize(
    "changes",
    [
        {"starts": dt.time(8), "ends": dt.time(8)},
        {"ends": dt.time(23)},
        {"ends": dt.time(8, 30), "break_minutes": 30},
        {"location_code": ""},
    ],
)
def test_a_shift_without_worked_time_or_end_is_refused(changes):
    with pytest.raises(people.InvalidShift):
        plan(person(), **changes)


def test_only_who_plans_plans_and_only_people_who_are_there():
    with pytest.raises(Denied):
        plan(person(), actor=Actor("staff", "1", "Ann", frozenset({"roster.read"})))
    with pytest.raises(people.UnknownPerson):
        plan(0)
    with pytest.raises(people.UnknownShift):
        plan(person("bob"), shift_id=999)


def test_a_week_is_one_query(django_assert_num_queries):
    for n in range(5):
        plan(person(f"p{n}"), day=MONDAY + dt.timedelta(days=n))
    with django_assert_num_queries(1):
        found = people.shifts(MONDAY, MONDAY + dt.timedelta(days=6))
    assert [each.minutes for each in found] == [480] * 5
    with django_assert_num_queries(1):
        assert (
            sum(people.minutes_by_day(["main"], MONDAY, MONDAY + dt.timedelta(days=6), "pack").values())
            == 2400
        )
