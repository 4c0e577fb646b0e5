"""The Head of Digital reads all of marketing by one right and lends a decision for a week (HOD-9)."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import expect

from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.budgets import public as budgets
from storecrew.contexts.marketing.tests.factories import make_campaign
from storecrew.contexts.people import public as people
from storecrew.contexts.people.models import Role, User
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.kernel import clock
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_marketing import work_as

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_hod_9_one_right_opens_marketing_and_a_decision_is_lent_until_a_day(shop: TestShop, visit) -> None:
    make_campaign()
    now, ann = clock.now(), make_staff("content_team", email="ann@storecrew.example")
    User.objects.filter(pk=ann.pk).update(name="Ann Lee")
    page = work_as(visit, "head_of_digital", "/admin/oversight/")
    Role.objects.filter(code="head_of_digital").update(
        permissions=["marketing.oversee", "people.read", "work.write", "budgets.approve"]
    )
    page.reload()
    expect(page.get_by_role("row", name="Campaigns 1")).to_be_visible()
    page.get_by_role("link", name="Campaigns", exact=True).last.click()
    page.get_by_role("link", name="Spring").click()
    expect(page.get_by_role("heading", name="Spring")).to_be_visible()

    planner = people.actor_for(make_staff("marketing_manager", email="kim@storecrew.example"))
    plan = budgets.make_plan(name="Base", year=now.year, currency="EUR", actor=planner, at=now)
    budgets.save_line(
        plan_id=plan, name="All", team="", channel="", campaign="", planned=1000,
        starts_on=dt.date(now.year, 1, 1), ends_on=dt.date(now.year, 12, 31), actor=planner, at=now,
    )  # fmt: skip
    asked = budgets.ask_to_hold(plan, reason="The year begins", actor=planner, at=now)

    page.goto(page.url.split("/admin/")[0] + f"/admin/people/{ann.pk}/delegate/")
    page.get_by_label("Approve budgets and what goes beyond them").check()
    page.get_by_label("Until and with").fill(f"{now + dt.timedelta(days=120):%Y-%m-%d}")
    page.get_by_label("Reason").fill("Holiday")
    page.get_by_role("button", name="Lend").click()
    expect(page.get_by_text("It ends after it begins and within 90 days.").first).to_be_visible()
    page.get_by_label("Until and with").fill(f"{now + dt.timedelta(days=7):%Y-%m-%d}")
    page.get_by_role("button", name="Lend").click()
    expect(page.get_by_role("heading", name="Rights lent")).to_be_visible()
    expect(page.get_by_text("Approve budgets and what goes beyond them").first).to_be_visible()

    assert people.actor_for(ann).can("budgets.approve")

    approvals.approve(approval_id=asked.id, actor=people.actor_for(ann), at=clock.now())
    page.get_by_role("button", name="Take back from Ann Lee").click()
    expect(page.get_by_text("Taken back.")).to_be_visible()
    assert not people.actor_for(ann).can("budgets.approve")
