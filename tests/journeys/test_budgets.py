"""A budget from the first line to the order that it stops, and its rows (HOD-6)."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from storecrew.contexts.budgets.models import BudgetLine, BudgetPlan
from storecrew.contexts.marketing.models import Activity
from storecrew.contexts.marketing.tests.factories import make_campaign
from storecrew.kernel import clock
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_marketing import work_as

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_hod_6_a_budget_is_planned_approved_compared_and_stops_an_order(shop: TestShop, visit) -> None:
    now = clock.now()
    campaign = make_campaign(starts_at=now, ends_at=now.replace(hour=23, minute=59))
    Activity.objects.all().delete()
    page = work_as(visit, "marketing_manager", "/admin/budgets/versions/add/")
    page.get_by_label("Name", exact=True).fill("Base")
    page.get_by_label("Year").fill(str(now.year))
    page.get_by_label("Currency").select_option("EUR")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Add a line").click()
    page.get_by_label("Name", exact=True).fill("Print of marketing")
    page.get_by_label("Team").select_option("marketing")
    page.get_by_label("Channel").select_option("print")
    page.get_by_label("From").fill(f"{now.year}-01-01")
    page.get_by_label("Until").fill(f"{now.year}-12-31")
    page.get_by_label("Plan").fill("1000")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("€1,000.00").first).to_be_visible()
    page.get_by_role("link", name="Ask to let it hold").click()
    page.get_by_label("Reason").fill("The year begins")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_text("It waits under Approvals.")).to_be_visible()

    head = work_as(visit, "head_of_digital", "/admin/approvals/")
    head.get_by_role("link", name="Budget “Base”").first.click()
    head.get_by_role("button", name="Approve").first.click()
    expect(head.get_by_text("Approved").first).to_be_visible()
    assert BudgetPlan.objects.get().state == "holds"

    page.goto(page.url.split("/admin/")[0] + f"/admin/campaigns/{campaign.pk}/activity/")
    page.get_by_label("Channel").select_option("print")
    page.get_by_label("What is done").fill("Flyer")
    page.get_by_label("Who does it").fill("Marketing")
    page.get_by_label("State").select_option("ordered")
    page.get_by_label("Planned cost").fill("1500")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("has €1,000.00 left").first).to_be_visible()
    page.get_by_label("Planned cost").fill("800")
    page.get_by_role("button", name="Save").click()
    page.goto(page.url.split("/admin/")[0] + "/admin/budgets/")
    row = page.get_by_role("row", name="Print of marketing")
    expect(row).to_contain_text("€800.00")
    expect(row).to_contain_text("€200.00")
    page.get_by_role("link", name="Print of marketing").click()
    expect(page.get_by_role("link", name="Spring: Flyer")).to_be_visible()
    page.get_by_role("link", name="Ask for more").click()
    page.get_by_label("How much more").fill("500")
    page.get_by_label("Reason").fill("Paper got dearer")
    page.get_by_role("button", name="Ask", exact=True).click()
    head.goto(page.url.split("/admin/")[0] + "/admin/approvals/")
    head.get_by_role("link", name="€500.00 more").first.click()
    head.get_by_role("button", name="Approve").first.click()
    expect(head.get_by_text("Approved").first).to_be_visible()
    assert BudgetLine.objects.get().more == 50_000
