"""Whether people are enough for what a promotion brings, and what was learned from earlier ones (5.5)."""

import datetime as dt

import pytest

from storecrew.contexts.checkout.tests.factories import AT, make_cart, place
from storecrew.contexts.people import public as people
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.promotions import counting
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.promotions.models import LoadForecast
from storecrew.contexts.promotions.rules import capacity
from storecrew.contexts.promotions.tests.lives import (
    ACTOR,
    DAY,
    acknowledge,
    make,
)
from storecrew.contexts.promotions.tests.test_conflicts import RECORD, settle, standing
from storecrew.contexts.work import public as work
from storecrew.contexts.work.models import Finding
from storecrew.kernel import audit

FIRST = dt.date(2026, 3, 4)
RATES = capacity.Rates(28, 280, 560, 308, {"refunds": 14})
HOUR = dt.timedelta(hours=1)
NOBODY = capacity.Crew({}, None, 0)


def crew(minutes, days=14):
    ahead = {FIRST + dt.timedelta(days=n): minutes for n in range(days)}
    return capacity.Crew(ahead, max(ahead), minutes)


def weeks(units=100, days=7, **more):
    values = {
        "units_a_day": units,
        "rates": RATES,
        "past": capacity.learn([]),
        "units_an_hour": 50,
        "pack": crew(300),
        "serve": NOBODY,
    }
    return capacity.weeks([FIRST + dt.timedelta(days=n) for n in range(days)], **(values | more))


def test_mkt_19_orders_parcels_and_contacts_follow_from_history_with_a_range():
    [week] = weeks()
    assert week["units"][0] == 700
    assert week["orders"][0] == 350
    assert week["parcels"][0] == 385
    assert week["contacts"][0] == 18
    assert week["orders"][1] < 350 < week["orders"][2]
    assert (week["pack_needed"][0], week["pack_minutes"], week["serve_minutes"]) == (840, 2100, None)
    assert capacity.short_weeks([week], "serve") == []


def test_mkt_19_too_few_is_sure_or_possible_and_weeks_stand_alone():
    found = weeks(days=9, pack=crew(119))
    assert [(week["days"], week["pack_minutes"]) for week in found] == [(7, 833), (2, 238)]
    short = capacity.short_weeks(found, "pack")
    assert [(each["sure"], each["missing"]) for each in short] == [(True, 7), (True, 2)]
    [maybe] = capacity.short_weeks(weeks(pack=crew(125)), "pack")
    assert (maybe["sure"], maybe["missing"]) == (False, 0)


def test_mkt_19_days_behind_the_roster_are_usual_ones():
    assert crew(300).of(FIRST + dt.timedelta(days=60)) == 300
    assert crew(300)._replace(usual=0).of(FIRST + dt.timedelta(days=60)) is None
    assert crew(300)._replace(minutes={}).of(FIRST) == 0


def test_mkt_19_what_was_off_before_corrects_the_next_forecast():
    assert capacity.learn([2.0, 1.0]) == (2, 1.0, capacity.FIRST_ERROR)
    learned = capacity.learn([1.4, 1.5, 1.6])
    assert learned.bias == 1.5
    assert learned.error == pytest.approx(0.1)
    assert weeks(past=learned)[0]["units"][0] == 1050
    assert capacity.expected_units(10, 4, 24) == 30
    assert capacity.expected_units(10, 4, 2) == 10


def shift(skill, day, hours, person=None):
    person = person or make_staff("warehouse_worker")
    people.save_skill(user_id=person.pk, skill=skill, trained_on=day, actor=ACTOR, at=AT)
    people.save_shift(
        user_id=person.pk, location_code="main", day=day, starts=dt.time(8), ends=dt.time(8 + hours),
        timezone="UTC", skill=skill, break_minutes=0, actor=ACTOR, at=AT,
    )  # fmt: skip
    return person


@pytest.fixture
def asked():
    """A shop whose orders cause much work for service."""
    promotions.register_contacts("tests", lambda since, until: 40)
    yield
    counting._contacts.pop("tests")


def test_mkt_19_too_few_packers_hold_the_start_until_shifts_are_planned_or_logistics_answers(shop):
    person = shift("pack", FIRST, 1)
    shift("pack", FIRST + 6 * DAY, 1, person)
    row = make(shop, planned={shop.variants["A-1"]: 40}, ends=dt.datetime(2026, 3, 5))
    shift("pack", FIRST + DAY, 1, person)
    promotions.schedule_promotion(row.pk, actor=ACTOR, at=AT)
    kept = promotions.latest_forecast(row.pk)
    assert (kept.revision, kept.weeks[0]["units"][0], kept.weeks[0]["pack_minutes"]) == (1, 40, 60)
    assert kept.basis["planned"] == 40
    settle()
    # 40 units at 40 an hour take exactly the hour that is there, but more may come
    assert [(each.code, each.severity) for each in work.conflicts_of([(RECORD, str(row.pk))])] == [
        ("capacity_pack", "warning")
    ]
    row = promotions.change_promotion(
        row.pk,
        promotions.Content(**vars_of(row) | {"planned": {shop.variants["A-1"]: 39}, "uses_cap": 0}),
        revision=row.revision, actor=ACTOR, at=AT,
    )  # fmt: skip
    people.delete_shift(shift_id=people.shifts(FIRST, FIRST)[0].id, actor=ACTOR, at=AT)
    promotions.schedule_promotion(row.pk, actor=ACTOR, at=AT)
    acknowledge(row)
    settle()
    [found] = work.conflicts_of([(RECORD, str(row.pk))])
    assert (found.code, found.owner_role, found.blocks) == ("capacity_pack", "logistics_manager", True)
    assert "1.0 h needed" in work.conflict_words(found)
    assert promotions.launch_due(row.active_from) == 0
    shift("pack", FIRST, 6, person)
    settle()
    assert standing(row) == []
    assert promotions.launch_due(row.active_from) == 1


def vars_of(row):
    from storecrew.contexts.promotions.operations.editing import content_of

    content = content_of(row)
    return {name: getattr(content, name) for name in content.__dataclass_fields__}


def test_mkt_19_too_few_agents_are_answered_by_service_in_one_of_four_ways(shop, asked):
    for _ in range(2):
        place(make_cart(shop, {"B-1": 1}))
    agent = shift("serve", FIRST, 1)
    shift("serve", FIRST + 20 * DAY, 1, agent)
    row = make(shop, planned={shop.variants["A-1"]: 40})
    promotions.schedule_promotion(row.pk, actor=ACTOR, at=AT + HOUR)
    acknowledge(row)
    settle(AT + HOUR)
    codes = {each.code: each for each in work.conflicts_of([(RECORD, str(row.pk))])}
    assert set(codes) == {"capacity_serve", "unstaffed"}
    assert codes["capacity_serve"].blocks
    assert not codes["unstaffed"].blocks
    assert "5 Mar 2026, 6 Mar 2026" in work.conflict_words(codes["unstaffed"])
    assert promotions.launch_due(row.active_from) == 0
    work.accept_conflict(
        codes["capacity_serve"].id, answer="stagger", days=3, reason="Mails go out over three days",
        until=AT + 9 * DAY, actor=ACTOR, at=AT,
    )  # fmt: skip
    assert promotions.launch_due(row.active_from) == 1


def test_mkt_19_forecast_and_what_came_are_compared_once_and_used_next_time(shop):
    row = make(shop, planned={shop.variants["A-1"]: 10}, starts=None, ends=dt.datetime(2026, 3, 4))
    promotions.schedule_promotion(row.pk, actor=ACTOR, at=AT)
    acknowledge(row)
    promotions.launch_due(AT)
    for _ in range(3):
        place(make_cart(shop, {"A-1": 2}))
    row.refresh_from_db()
    assert row.state == "live"
    promotions.end_due(row.active_until)
    assert promotions.compare_ended(row.active_until + DAY) == 0
    assert promotions.compare_ended(row.active_until + 2 * DAY) == 1
    assert promotions.compare_ended(row.active_until + 2 * DAY) == 0
    kept = promotions.latest_forecast(row.pk)
    assert (kept.actual["orders"], kept.actual["units"]) == (3, 6)
    assert "promotions.load_compared" in {each.action for each in audit.entries_for(RECORD, row.pk)}
    assert promotions.experience().compared == 1
    for number in (2, 3):
        LoadForecast.objects.create(
            promotion=row, revision=number + 7, made_at=AT, made_by="tests", starts_at=AT, ends_at=AT,
            weeks=[{"orders": [100, 80, 120]}], basis={"bias": 1.0}, actual={"orders": 150}, compared_at=AT,
        )  # fmt: skip
    assert promotions.experience().bias == pytest.approx(1.5)


def test_one_that_never_ran_teaches_nothing(shop):
    row = make(shop, ends=dt.datetime(2026, 3, 5))
    promotions.schedule_promotion(row.pk, actor=ACTOR, at=AT)
    promotions.end_promotion(row.pk, actor=ACTOR, at=AT)
    assert promotions.compare_ended(row.active_until + 3 * DAY) == 1
    assert promotions.experience().compared == 0
    assert promotions.load_of(make(shop, planned={}), at=AT) is None


def test_mkt_19_the_days_that_nobody_answers_are_told_of_all_promotions_at_once(shop, asked):
    agent = shift("serve", FIRST, 1)
    shift("serve", FIRST + 20 * DAY, 1, agent)
    for row in (make(shop, name="Spring"), make(shop, name="Tea days")):
        promotions.schedule_promotion(row.pk, actor=ACTOR, at=AT + HOUR)
    settle(AT + HOUR)
    alerts = [each for each in Finding.objects.filter(state="open") if "not staffed" in each.said("title")]
    assert {each.said("title") for each in alerts} == {"Service is not staffed: Spring, Tea days"}
    assert len(alerts) == len({each.owner_role for each in alerts})
