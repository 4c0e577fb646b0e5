"""Whether people are enough for what a campaign wants to bring (MKT-19, 5.5)."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.checkout.tests.factories import make_cart, make_shop, place
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Campaign, CampaignForecast
from storecrew.contexts.marketing.operations.moving import RECORD
from storecrew.contexts.marketing.queries.expected import expected_loads
from storecrew.contexts.marketing.tests.factories import ACTOR, AT, DAY, make_campaign, make_live, sign_off
from storecrew.contexts.people import public as people
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.promotions.tests.lives import make as make_planned
from storecrew.contexts.promotions.tests.test_capacity import shift
from storecrew.contexts.promotions.tests.test_conflicts import settle
from storecrew.contexts.work import public as work
from storecrew.kernel import audit

pytestmark = pytest.mark.django_db
FIRST = (AT + DAY).date()


@pytest.fixture
def shop():
    return make_shop()


def orders_of(row) -> int:
    load = expected_loads([row.pk], at=AT)[row.pk]
    return load.basis["planned"]


@pytest.mark.parametrize("goal", ["orders", "new_customers", "win_back"])
def test_mkt_19_goals_in_orders_are_expected_as_orders(shop, goal):
    assert orders_of(make_campaign(goal=goal, goal_value=280)) == 280


def test_mkt_19_revenue_is_expected_by_what_an_order_is_worth(shop):
    row = make_campaign(goal="revenue", goal_value=100_000)
    assert expected_loads([row.pk], at=AT) == {}  # nobody knows what an order is worth before the first
    order = place(make_cart(shop, {"A-1": 2}))
    found = expected_loads([row.pk], at=AT + DAY)[row.pk]
    assert found.basis["planned"] == -(-100_000 // order.total.amount) * 2


@pytest.mark.parametrize("goal", ["awareness", "clear_stock"])
def test_mkt_19_other_goals_say_nothing_about_orders(shop, goal):
    row = make_campaign(goal=goal, goal_value=280)
    assert expected_loads([row.pk], at=AT) == {}


def test_mkt_19_what_a_bound_promotion_plans_is_not_expected_twice(shop):
    row = make_campaign(goal="orders", goal_value=100)
    planned = make_planned(shop, planned={shop.variants["A-1"]: 40})
    marketing.bind_promotion(row.pk, planned.pk, actor=ACTOR, at=AT)
    assert orders_of(row) == 60


def test_mkt_19_a_campaign_waits_until_its_orders_can_be_packed_or_logistics_answers(shop):
    person = shift("pack", FIRST, 1)
    shift("pack", FIRST + dt.timedelta(days=12), 1, person)
    row = make_campaign(goal="orders", goal_value=400)
    sign = marketing.schedule_campaign
    with pytest.raises(marketing.StartRefused):
        settle()
        sign(row.pk, actor=ACTOR, at=AT)
    [found] = [each for each in work.conflicts_of([(RECORD, str(row.pk))]) if each.code == "capacity_pack"]
    assert (found.owner_role, found.blocks) == ("logistics_manager", True)
    work.accept_conflict(
        found.id, answer="promise", days=2, reason="Two days longer", until=row.ends_at, actor=ACTOR, at=AT
    )
    sign(row.pk, actor=ACTOR, at=AT)
    sign_off(row.pk, at=AT)
    assert marketing.launch_due(row.starts_at) == 1


def test_mkt_19_more_shifts_settle_it_without_an_answer(shop):
    person = shift("pack", FIRST, 1)
    shift("pack", FIRST + dt.timedelta(days=12), 1, person)
    row = make_campaign(goal="orders", goal_value=60)
    settle()
    assert work.conflicts_of([(RECORD, str(row.pk))])
    for day in range(11):
        people.save_shift(
            user_id=person.pk, location_code="main", day=FIRST + dt.timedelta(days=day), starts=dt.time(10),
            ends=dt.time(18), timezone="UTC", skill="pack", break_minutes=0, actor=ACTOR, at=AT,
        )  # fmt: skip
    settle()
    assert work.conflicts_of([(RECORD, str(row.pk))]) == []


def test_mkt_19_what_was_known_at_approval_is_kept_and_compared_once_with_what_came(shop):
    place(make_cart(shop, {"A-1": 2}))
    planned = make_planned(shop, planned={shop.variants["A-1"]: 5})
    row = make_campaign(goal="orders", goal_value=100)
    marketing.bind_promotion(row.pk, planned.pk, actor=ACTOR, at=AT)
    promotions.schedule_promotion(planned.pk, actor=ACTOR, at=AT)
    marketing.schedule_campaign(row.pk, actor=ACTOR, at=AT)
    kept = marketing.latest_forecast(row.pk)
    assert kept.basis["planned"] == 100  # with what its promotion plans: all that comes
    assert (kept.revision, kept.made_at, kept.actual) == (1, AT, {})
    sign_off(row.pk, at=AT)
    assert marketing.launch_due(row.starts_at) == 1
    CampaignForecast.objects.update(starts_at=AT - DAY)  # the order of the test is in its time
    marketing.end_due(row.ends_at)
    assert marketing.compare_ended(row.ends_at + DAY) == 0
    assert marketing.compare_ended(row.ends_at + 2 * DAY) == 1
    assert marketing.compare_ended(row.ends_at + 2 * DAY) == 0
    assert marketing.latest_forecast(row.pk).actual["units"] == 2
    assert "marketing.load_compared" in {each.action for each in audit.entries_for(RECORD, row.pk)}


def test_mkt_19_one_that_was_cut_short_or_changed_teaches_nothing(shop):
    short, changed = (make_live(goal="orders", goal_value=50, name=name) for name in ("Short", "Changed"))
    marketing.end_campaign(short.pk, actor=ACTOR, at=AT + 2 * DAY)
    Campaign.objects.filter(pk=changed.pk).update(revision=9)
    marketing.end_due(changed.ends_at)
    assert marketing.compare_ended(changed.ends_at + 2 * DAY) == 2
    assert not marketing.compared_forecasts().exists()


def test_mkt_19_goals_without_orders_keep_no_forecast(shop):
    assert marketing.latest_forecast(make_live(goal="awareness", goal_value=50).pk) is None


def test_mkt_19_campaigns_learn_from_campaigns(shop):
    row = make_live(goal="orders", goal_value=100)
    assert marketing.experience() is None
    for number in (7, 8, 9):
        CampaignForecast.objects.create(
            campaign=row, revision=number, made_at=AT, made_by="tests", starts_at=AT, ends_at=AT,
            weeks=[{"orders": [100, 80, 120]}], basis={"bias": 1.0}, actual={"orders": 60}, compared_at=AT,
        )  # fmt: skip
    assert marketing.experience().bias == pytest.approx(0.6)
    load = marketing.load_of(row, at=AT)
    assert load.basis["bias"] == 0.6
    assert sum(week["orders"][0] for week in load.weeks) == 60
