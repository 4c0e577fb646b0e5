"""Budgets with rows: versions, a second person, room for orders, alerts (HOD-6)."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.budgets import public as budgets
from storecrew.contexts.budgets.models import BudgetLine, BudgetPlan
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Activity
from storecrew.contexts.marketing.tests.factories import AT, DAY, make_campaign
from storecrew.contexts.people import public as people
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.work import public as work
from storecrew.kernel.actor import system_actor
from storecrew.kernel.errors import Denied

pytestmark = pytest.mark.django_db
YEAR = AT.year
CLOCK = system_actor("test")


def staff(role: str):
    return people.actor_for(make_staff(role))


@pytest.fixture
def planner():
    return staff("marketing_manager")


@pytest.fixture
def head():
    return staff("head_of_digital")


def held(planner, head, planned=100_000, **more) -> int:
    """Return the line of a budget that holds."""
    plan = budgets.make_plan(name="Base", year=YEAR, currency="EUR", actor=planner, at=AT)
    values = {
        "name": "Print", "team": "marketing", "channel": "print", "campaign": "",
        "starts_on": dt.date(YEAR, 1, 1), "ends_on": dt.date(YEAR, 12, 31), "planned": planned,
    } | more  # fmt: skip
    line = budgets.save_line(plan_id=plan, **values, actor=planner, at=AT)
    asked = budgets.ask_to_hold(plan, reason="The year begins", actor=planner, at=AT)
    approvals.approve(approval_id=asked.id, actor=head, at=AT)
    return line


def bare_campaign():
    campaign = make_campaign()
    Activity.objects.all().delete()
    return campaign


def activity(cost=60_000, state="ordered", **more) -> marketing.ActivityContent:
    values = {
        "channel": "print",
        "title": "Flyer",
        "owner": "Marketing",
        "starts_at": AT,
        "ends_at": AT + DAY,
    }
    return marketing.ActivityContent(**values, cost=cost, state=state, **more)


def test_hod_6_a_version_holds_when_a_second_person_said_so(planner, head):
    line = held(planner, head)
    plan = BudgetPlan.objects.get()
    assert plan.state == "holds" and plan.approved_by
    with pytest.raises(budgets.BudgetState):
        budgets.remove_line(line, actor=planner, at=AT)
    copy = budgets.copy_plan(plan.pk, name="Cautious", percent=-10, actor=planner, at=AT)
    assert BudgetLine.objects.get(plan_id=copy).planned == 90_000
    asked = budgets.ask_to_hold(copy, reason="Less this year", actor=planner, at=AT)
    with pytest.raises((Denied, approvals.OwnRequest)):
        approvals.approve(approval_id=asked.id, actor=planner, at=AT)
    approvals.approve(approval_id=asked.id, actor=head, at=AT)
    plan.refresh_from_db()
    assert plan.state == "replaced" and BudgetPlan.objects.get(state="holds").name == "Cautious"


def test_hod_6_figures_come_from_campaigns_and_open_their_rows(planner, head):
    line, campaign = held(planner, head), bare_campaign()
    marketing.save_activity(campaign.pk, activity(state="planned"), actor=planner, at=AT)
    (standing,), outside = budgets.standing_of(BudgetPlan.objects.get().pk, today=AT.date())
    assert (standing.committed, standing.actual, standing.forecast, standing.left) == (0, 0, 60_000, 100_000)
    done = activity(state="done", actual_cost=55_000)
    marketing.save_activity(campaign.pk, done, activity_id=Activity.objects.get().pk, actor=planner, at=AT)
    found = budgets.standing_of_lines([BudgetPlan.objects.get().pk], today=AT.date())[line]
    assert (found.committed, found.actual, found.left) == (55_000, 55_000, 45_000)
    assert [each.url for each in found.costs] == [f"/admin/campaigns/{campaign.pk}/"] and outside == []


def test_hod_6_an_order_beyond_the_budget_waits_for_a_second_person(planner, head):
    line, campaign = held(planner, head), bare_campaign()
    first = marketing.save_activity(campaign.pk, activity(), actor=planner, at=AT)
    with pytest.raises(budgets.OverBudget) as refused:
        marketing.save_activity(campaign.pk, activity(50_000), actor=planner, at=AT)
    assert refused.value.details == {"line": line, "left": 40_000, "over": 10_000}
    marketing.save_activity(campaign.pk, activity(100_000), activity_id=first, actor=planner, at=AT)
    marketing.save_activity(campaign.pk, activity(60_000), activity_id=first, actor=planner, at=AT)
    asked = budgets.ask_for_more(line, amount=10_000, reason="Paper got dearer", actor=planner, at=AT)
    with pytest.raises(budgets.OverBudget):
        marketing.save_activity(campaign.pk, activity(50_000), actor=planner, at=AT)
    approvals.approve(approval_id=asked.id, actor=head, at=AT)
    marketing.save_activity(campaign.pk, activity(50_000), actor=planner, at=AT)
    assert BudgetLine.objects.get(pk=line).more == 10_000


def test_hod_6_a_limit_lets_somebody_go_beyond_by_so_much(planner, head):
    held(planner, head)
    campaign = bare_campaign()
    approvals.set_limit(
        name="budgets.overdraw", role="marketing_manager", channel="", currency="EUR", value=20_000,
        actor=CLOCK, at=AT,
    )  # fmt: skip
    marketing.save_activity(campaign.pk, activity(115_000), actor=planner, at=AT)
    with pytest.raises(budgets.OverBudget):
        marketing.save_activity(campaign.pk, activity(10_000), actor=planner, at=AT)


def test_without_a_budget_or_a_line_nothing_is_refused(planner, head):
    campaign = bare_campaign()
    marketing.save_activity(campaign.pk, activity(9_000_000), actor=planner, at=AT)
    held(planner, head, channel="mail")
    marketing.save_activity(campaign.pk, activity(9_000_000), actor=planner, at=AT)
    _found, outside = budgets.standing_of(BudgetPlan.objects.get().pk, today=AT.date())
    assert len(outside) == 2


def test_hod_6_the_head_of_digital_is_told_once_and_it_is_taken_back(planner, head):
    line, campaign = held(planner, head), bare_campaign()
    key = marketing.save_activity(campaign.pk, activity(90_000, "planned"), actor=planner, at=AT)
    assert budgets.watch_budgets(at=AT) == 0
    Activity.objects.filter(pk=key).update(cost=120_000)
    assert budgets.watch_budgets(at=AT) == 1 and budgets.watch_budgets(at=AT) == 1
    (alert,) = work.open_findings(role="head_of_digital")
    assert (alert.code, alert.record_id) == ("budget_variance", str(line))
    Activity.objects.filter(pk=key).update(cost=1)
    budgets.watch_budgets(at=AT)
    assert not work.open_findings(role="head_of_digital")


def test_bad_lines_and_strangers_are_refused(planner, head):
    plan = budgets.make_plan(name="Base", year=YEAR, currency="EUR", actor=planner, at=AT)
    bad = {
        "name": " ", "team": "", "channel": "nowhere", "campaign": "", "starts_on": dt.date(YEAR - 1, 1, 1),
        "ends_on": dt.date(YEAR, 1, 1), "planned": -1,
    }  # fmt: skip
    with pytest.raises(budgets.InvalidBudget) as refused:
        budgets.save_line(plan_id=plan, **bad, actor=planner, at=AT)
    assert set(refused.value.details) == {"name", "channel", "starts_on", "planned"}
    with pytest.raises(budgets.InvalidBudget):
        budgets.ask_to_hold(plan, reason="x", actor=planner, at=AT)
    with pytest.raises(Denied):
        budgets.make_plan(name="x", year=YEAR, currency="EUR", actor=staff("customer_service"), at=AT)
