"""Campaigns from the draft to their end: gates, sign-offs, calendar, money."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.checkout.tests.factories import make_shop
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Campaign
from storecrew.contexts.marketing.providers import start_checks
from storecrew.contexts.marketing.tests.factories import (
    ACTOR,
    AT,
    DAY,
    activity,
    content,
    make_campaign,
    make_live,
    sign_off,
)
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.promotions.models import PlannedUnits
from storecrew.contexts.promotions.tests.factories import make_promotion
from storecrew.contexts.work import public as work
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied

pytestmark = pytest.mark.django_db
NOBODY = Actor(kind="staff", id="1", label="somebody")


def codes(error: marketing.StartRefused) -> list[str]:
    return [each["code"] for each in error.details["reasons"]]


def test_mkt_13_a_campaign_is_written_with_its_code_and_is_on_the_calendar():
    row = make_campaign()
    assert (row.utm_campaign, row.state) == ("spring", "draft")
    second = marketing.create_campaign(content(), actor=ACTOR, at=AT)
    assert second.utm_campaign == "spring-2"
    found = work.calendar(since=AT, until=AT + 20 * DAY)
    assert {each.record_id for each in found if each.kind == "campaign"} == {str(row.pk), str(second.pk)}
    known = marketing.campaign_of_code("SPRING")
    assert known is not None
    assert known.id == row.pk
    assert known.activities[0].cost.amount == 40_000
    with pytest.raises(marketing.InvalidCampaign) as wrong:
        marketing.create_campaign(content(utm_campaign="spring"), actor=ACTOR, at=AT)
    assert "utm_campaign" in wrong.value.details
    with pytest.raises(Denied):
        marketing.create_campaign(content(), actor=NOBODY, at=AT)


def test_con_13_two_people_cannot_overwrite_each_other():
    row = make_campaign()
    marketing.change_campaign(row.pk, content(name="One"), revision=1, actor=ACTOR, at=AT)
    with pytest.raises(marketing.CampaignOutdated) as refused:
        marketing.change_campaign(row.pk, content(name="Two"), revision=1, actor=ACTOR, at=AT)
    assert refused.value.details["revision"] == 2
    assert Campaign.objects.get(pk=row.pk).name == "One"


def test_mkt_17_it_waits_for_the_sign_offs_and_starts_at_its_time():
    row = make_campaign()
    marketing.schedule_campaign(row.pk, actor=ACTOR, at=AT)
    asked = marketing.sign_offs(row.pk)
    assert {task.owner_role for task in asked} == {
        "head_of_digital", "ecommerce_sme", "customer_service", "logistics_manager"
    }  # fmt: skip
    assert marketing.launch_due(AT + DAY - dt.timedelta(minutes=1)) == 0
    sign_off(row.pk, at=AT)
    assert marketing.launch_due(AT + DAY) == 1
    assert marketing.launch_due(AT + DAY) == 0
    row.refresh_from_db()
    assert row.state == "live"
    assert marketing.end_due(row.ends_at) == 1
    row.refresh_from_db()
    assert row.state == "ended"


def test_mkt_17_nobody_waits_for_a_team_longer_than_a_day():
    row = make_campaign(starts_at=AT + dt.timedelta(hours=1))
    marketing.schedule_campaign(row.pk, actor=ACTOR, at=AT)
    assert marketing.launch_due(AT + dt.timedelta(hours=23)) == 0
    assert marketing.launch_due(AT + dt.timedelta(hours=24)) == 1


def test_a_campaign_without_words_dates_or_activities_is_refused_with_all_reasons():
    row = marketing.create_campaign(content(brief="", starts_at=None, ends_at=None), actor=ACTOR, at=AT)
    with pytest.raises(marketing.StartRefused) as refused:
        marketing.schedule_campaign(row.pk, actor=ACTOR, at=AT)
    assert codes(refused.value) == ["dates_missing", "brief_missing", "no_activity"]
    row.refresh_from_db()
    assert row.state == "draft"


def test_hod_10_more_than_the_budget_cannot_be_committed():
    row = make_campaign(budget=30_000)
    marketing.save_activity(row.pk, activity(state="ordered", cost=30_001), actor=ACTOR, at=AT)
    with pytest.raises(marketing.StartRefused) as refused:
        marketing.schedule_campaign(row.pk, actor=ACTOR, at=AT)
    assert codes(refused.value) == ["over_budget"]
    assert refused.value.details["reasons"][0]["owner_role"] == "head_of_digital"


def test_mkt_18_a_campaign_is_refused_while_its_promotion_has_too_little_stock():
    shop = make_shop({"A-1": 40})
    row = make_campaign()
    promotion = make_promotion(state="draft", name="Tee week", active_from=AT + DAY, channels=["eu"])
    PlannedUnits.objects.create(promotion=promotion, variant_id=shop.variants["A-1"], units=100)
    marketing.bind_promotion(row.pk, promotion.pk, actor=ACTOR, at=AT)
    marketing.bind_promotion(row.pk, promotion.pk, actor=ACTOR, at=AT)
    with pytest.raises(marketing.StartRefused) as refused:
        marketing.schedule_campaign(row.pk, actor=ACTOR, at=AT)
    assert codes(refused.value) == ["promotion_not_planned"]
    promotion.state = "scheduled"
    promotion.save()
    with pytest.raises(marketing.StartRefused) as refused:
        marketing.schedule_campaign(row.pk, actor=ACTOR, at=AT)
    assert codes(refused.value) == ["stock_too_low"]
    assert "A-1: 100 planned, 60 missing" in str(refused.value)
    promotions.override_stock(
        promotion.pk, reason="Delivery on Monday", expires_at=AT + dt.timedelta(hours=2), actor=ACTOR, at=AT
    )
    marketing.schedule_campaign(row.pk, actor=ACTOR, at=AT)
    sign_off(row.pk, at=AT)
    # The delivery did not come: asked again at the start, it is stopped and marketing is told why.
    assert marketing.launch_due(AT + DAY) == 0
    row.refresh_from_db()
    assert (row.state, row.stopped_because[0]["code"]) == ("stopped", "stock_too_low")
    assert [each.code for each in work.open_findings(role="marketing_manager")] == ["campaign_stopped"]


def test_others_add_reasons_and_a_paused_campaign_goes_on_only_without_them(monkeypatch):
    monkeypatch.setattr(start_checks, "_checks", dict(start_checks._checks))
    row = make_live()
    marketing.pause_campaign(row.pk, reason="wait", actor=ACTOR, at=AT + 2 * DAY)

    class Conflict:
        found = (marketing.Reason("conflict", "Two campaigns for one audience.", "head_of_digital"),)

        def reasons(self, campaign, *, at):
            return self.found

    marketing.register_start_check("tests.conflict", Conflict())
    with pytest.raises(marketing.StartRefused) as refused:
        marketing.resume_campaign(row.pk, actor=ACTOR, at=AT + 2 * DAY)
    assert codes(refused.value) == ["conflict"]
    Conflict.found = ()
    marketing.resume_campaign(row.pk, actor=ACTOR, at=AT + 2 * DAY)
    row.refresh_from_db()
    assert row.state == "live"
    with pytest.raises(marketing.CampaignState):
        marketing.change_campaign(row.pk, content(), revision=row.revision, actor=ACTOR, at=AT + 2 * DAY)


def test_mkt_2_the_strategy_has_one_line_per_audience_channel_and_quarter():
    line = marketing.PlanContent("Students", "mail", 2026, 1, "orders", "EUR", goal_value=300, budget=90_000)
    key = marketing.save_plan(line, actor=ACTOR, at=AT)
    assert marketing.save_plan(line, plan_id=key, actor=ACTOR, at=AT) == key
    with pytest.raises(marketing.InvalidPlan) as wrong:
        marketing.save_plan(line, actor=ACTOR, at=AT)
    assert "audience" in wrong.value.details
    other = marketing.PlanContent("Others", "mail", 2026, 1, "orders", "EUR")
    with pytest.raises(marketing.UnknownPlan):
        marketing.save_plan(other, plan_id=999, actor=ACTOR, at=AT)
    assert make_campaign(plan_id=key).plan_id == key


def test_activities_belong_to_their_campaign_and_bills_come_after_its_end():
    one, two = make_campaign(), make_campaign(name="Two")
    key = marketing.save_activity(one.pk, activity(), actor=ACTOR, at=AT)
    with pytest.raises(marketing.UnknownCampaign):
        marketing.save_activity(two.pk, activity(), activity_id=key, actor=ACTOR, at=AT)
    Campaign.objects.filter(pk=one.pk).update(state="ended")
    with pytest.raises(marketing.CampaignState):
        marketing.save_activity(one.pk, activity(), activity_id=key, actor=ACTOR, at=AT)
    done = activity(state="done", actual_cost=41_000)
    marketing.save_activity(one.pk, done, activity_id=key, actor=ACTOR, at=AT)
    assert marketing.campaign(one.pk).budget.actual == 41_000


def test_campaigns_are_found_by_their_time_and_their_promotions():
    row = make_campaign()
    promotion = make_promotion()
    marketing.bind_promotion(row.pk, promotion.pk, actor=ACTOR, at=AT)
    assert marketing.campaigns_of_promotion(promotion.pk) == (row.pk,)
    found = marketing.campaigns(states=["draft"], start=AT + 2 * DAY, end=AT + 3 * DAY)
    assert [each.id for each in found] == [row.pk]
    assert marketing.campaigns(start=AT + 12 * DAY, end=AT + 13 * DAY) == ()
    marketing.unbind_promotion(row.pk, promotion.pk, actor=ACTOR, at=AT)
    assert marketing.campaigns_of_promotion(promotion.pk) == ()
    with pytest.raises(promotions.UnknownPromotion):
        marketing.bind_promotion(row.pk, 999, actor=ACTOR, at=AT)
