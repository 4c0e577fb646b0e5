"""Pages of campaigns: written, refused with reasons, signed off, run, ended; the strategy above them."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from storecrew.contexts.checkout.tests.factories import make_shop
from storecrew.contexts.marketing.models import Campaign, CampaignForecast, Mailing, StrategyPlan
from storecrew.contexts.marketing.tests.factories import AT, DAY, make_banner, make_campaign, sign_off
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.promotions.tests.factories import make_promotion
from storecrew.kernel import clock

pytestmark = pytest.mark.django_db
FIELDS = {
    "name": "Spring",
    "goal": "revenue",
    "goal_value": "5000",
    "currency": "EUR",
    "budget": "1000",
    "starts_at": "2026-03-03T09:00",
    "ends_at": "2026-03-13T09:00",
    "audience": "Students",
    "brief": "More calls about sizes.",
}
FLYER = {
    "channel": "print", "title": "Flyer", "owner": "Mina", "state": "ordered", "cost": "400",
    "starts_at": "2026-03-03T09:00", "ends_at": "2026-03-04T09:00",
}  # fmt: skip


@pytest.fixture(autouse=True)
def now():
    make_shop()
    with clock.frozen(AT):
        yield


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(make_staff(role), backend="django.contrib.auth.backends.ModelBackend")
    return client


def text(client: Client, name: str, *args: object, query: str = "") -> str:
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200, answer.content.decode()[-3000:]
    return re.sub(r"\s+", " ", answer.content.decode())


def test_mkt_13_a_campaign_lists_what_people_will_see_of_it():
    manager = signed_in("marketing_manager")
    row = make_campaign()
    assert "No mailing, message, post" in text(manager, "campaign", row.pk)
    make_banner(campaign_id=row.pk)
    Mailing.objects.create(
        name="Letter of spring", kind="discount", topic="offers", campaign=row, created_at=AT,
        created_by="tests", updated_at=AT,
    )  # fmt: skip
    page = text(manager, "campaign", row.pk)
    assert "Letter of spring" in page
    assert "On-site message" in page
    assert "Draft" in page


def test_mkt_13_a_campaign_goes_from_the_form_to_its_start_and_end():
    marketing = signed_in("marketing_manager")
    assert "New campaign" in text(marketing, "campaigns")
    assert marketing.post(reverse("campaign_add"), FIELDS | {"budget": "a lot"}).status_code == 422
    answer = marketing.post(reverse("campaign_add"), FIELDS)
    row = Campaign.objects.get()
    assert answer.url == reverse("campaign", args=[row.pk])
    assert (row.goal_value, row.budget) == (500_000, 100_000)
    assert "Nothing is planned on any channel." in text(marketing, "campaign", row.pk)
    marketing.post(reverse("campaign_schedule", args=[row.pk]))
    row.refresh_from_db()
    assert row.state == "draft"
    assert marketing.post(reverse("campaign_activity_add", args=[row.pk]), FLYER).status_code == 302
    page = text(marketing, "campaign", row.pk)
    assert "Flyer" in page
    assert "€400.00" in page
    key = row.activities.get().pk
    assert "400.00" in text(marketing, "campaign_activity", row.pk, key)
    marketing.post(
        reverse("campaign_activity", args=[row.pk, key]), FLYER | {"actual_cost": "390", "state": "done"}
    )
    promotion = make_promotion(name="Ten percent")
    marketing.post(reverse("campaign_bind", args=[row.pk]), {"promotion": promotion.pk})
    marketing.post(reverse("campaign_schedule", args=[row.pk]))
    page = text(marketing, "campaign", row.pk)
    assert "Waits for the sign-off of" in page
    assert "Ten percent" in page
    sign_off(row.pk, at=AT)
    row.refresh_from_db()
    from storecrew.contexts.marketing import public

    public.launch_due(AT + DAY)
    page = text(marketing, "campaign", row.pk)
    assert "Send and show nothing more of it?" in page
    for words in ("Result so far", "Reached of the goal", "€0.00 (0%)", "Left after all costs"):
        assert words in page
    assert "Left after all costs" not in text(signed_in("customer_service"), "campaign", row.pk)
    marketing.post(reverse("campaign_pause", args=[row.pk]))
    marketing.post(reverse("campaign_resume", args=[row.pk]))
    marketing.post(reverse("campaign_end", args=[row.pk]))
    row.refresh_from_db()
    assert row.state == "ended"
    listed = text(marketing, "campaigns", query="?f.channel=print")
    assert "Spring" in listed
    assert "€390.00" in listed
    assert "Spring" not in text(marketing, "campaigns", query="?f.channel=web").split("sc-list")[-1]


def test_mkt_17_the_other_teams_see_a_campaign_and_cannot_change_it():
    signed_in("marketing_manager").post(reverse("campaign_add"), FIELDS)
    row = Campaign.objects.get()
    agent = signed_in("customer_service")
    page = text(agent, "campaign", row.pk)
    assert "More calls about sizes." in page
    assert reverse("campaign_edit", args=[row.pk]) not in page
    assert agent.post(reverse("campaign_end", args=[row.pk])).status_code == 403


def test_mkt_13_an_edit_by_somebody_else_is_not_overwritten():
    marketing = signed_in("marketing_manager")
    marketing.post(reverse("campaign_add"), FIELDS)
    row = Campaign.objects.get()
    url = reverse("campaign_edit", args=[row.pk])
    assert "Spring" in text(marketing, "campaign_edit", row.pk)
    assert marketing.post(url, FIELDS | {"name": "One", "revision": 1}).status_code == 302
    answer = marketing.post(url, FIELDS | {"name": "Two", "revision": 1})
    assert answer.status_code == 422
    assert "Somebody changed this campaign" in answer.content.decode()


def test_mkt_2_the_strategy_adds_up_its_campaigns():
    marketing = signed_in("marketing_manager")
    assert "No strategy yet" in text(marketing, "strategy")
    line = {
        "audience": "Students", "channel": "print", "year": 2026, "quarter": 1, "goal": "orders",
        "goal_value": "300", "currency": "EUR", "budget": "2000",
    }  # fmt: skip
    answer = marketing.post(reverse("strategy_add"), line)
    plan = StrategyPlan.objects.get()
    assert answer.url == reverse("strategy_plan", args=[plan.pk])
    marketing.post(reverse("campaign_add"), FIELDS | {"plan": plan.pk})
    row = Campaign.objects.get()
    marketing.post(reverse("campaign_activity_add", args=[row.pk]), FLYER)
    assert "€400.00" in text(marketing, "strategy")
    assert "Spring" in text(marketing, "strategy_plan", plan.pk)
    assert marketing.post(reverse("strategy_add"), line).status_code == 422
    marketing.post(reverse("strategy_edit", args=[plan.pk]), line | {"outcome": "They like flyers."})
    assert "They like flyers." in text(marketing, "strategy_plan", plan.pk)


def test_mkt_19_the_record_shows_what_was_expected_at_approval_and_what_came():
    marketing = signed_in("marketing_manager")
    row = make_campaign(goal="orders", goal_value=280)
    page = text(marketing, "campaign", row.pk)
    assert "People for what it brings" in page
    assert AT.date().isoformat() not in page.split("People for what it brings")[1].split("</table>")[0]
    assert "What the forecast rests on" not in page  # nothing is approved yet
    marketing.post(reverse("campaign_schedule", args=[row.pk]))
    page = text(marketing, "campaign", row.pk)
    assert "Parcels a day" in page
    assert "Contacts a day" in page
    assert "Forecast and what came" not in page
    CampaignForecast.objects.update(
        actual={"orders": 308, "units": 300, "parcels": 290, "contacts": 0}, compared_at=AT
    )
    page = text(marketing, "campaign", row.pk)
    assert "Forecast and what came" in page
    assert "+10%" in page
    assert "+10%" in text(marketing, "campaigns", query="?columns=name,off")


def test_a_campaign_without_orders_in_its_goal_says_what_is_missing():
    row = make_campaign(goal="awareness", goal_value=280)
    assert "Give it dates and a goal in orders" in text(signed_in("marketing_manager"), "campaign", row.pk)


def test_mkt_17_a_promotion_is_unbound_on_the_page_of_its_campaign():
    marketing, row = signed_in("marketing_manager"), make_campaign()
    promotion, kept = make_promotion(name="Bound by mistake"), make_promotion(name="Kept")
    address = reverse("campaign_unbind", args=[row.pk])
    assert address not in text(marketing, "campaign", row.pk)
    for each in (promotion, kept):
        marketing.post(reverse("campaign_bind", args=[row.pk]), {"promotion": each.pk})
    assert address in text(marketing, "campaign", row.pk)
    assert marketing.post(address, {"promotion": make_promotion().pk}).status_code == 422
    marketing.post(address, {"promotion": promotion.pk})
    assert list(row.bound.values_list("promotion_id", flat=True)) == [kept.pk]
    assert "Bound by mistake" not in marketing.get(address).content.decode()
