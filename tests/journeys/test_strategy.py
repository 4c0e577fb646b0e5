"""From a line of the strategy to what its campaign brought after its costs (MKT-2, MKT-7, MKT-13, CON-2)."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from playwright.sync_api import Browser, Page, expect

from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Campaign
from storecrew.contexts.work import public as work
from storecrew.kernel import clock
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_marketing import FORMAT, STAFF, work_as
from tests.journeys.test_traffic import bought_after, settle, under

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
LINK = "/en/p/enamel-mug/?variant=MUG-RED&utm_source=letter&utm_medium=email&utm_campaign=red-spring"


def write_line(page: Page) -> None:
    page.get_by_role("link", name="New line").first.click()
    page.get_by_label("Audience").fill("People who cook")
    page.get_by_label("Channel").select_option(label="E-mail")
    page.get_by_label("Goal", exact=True).select_option(label="Orders")
    page.get_by_label("How much of it").fill("40")
    page.get_by_label("Budget").fill("900")
    page.get_by_label("What we offer").fill("Enamel that lasts")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("No campaign serves this line yet.")).to_be_visible()


def plan_campaign(page: Page) -> None:
    now = clock.now()
    page.goto("/admin/campaigns/add/")
    page.get_by_label("Name", exact=True).fill("Red spring")
    page.get_by_label(re.compile("^From")).fill((now - dt.timedelta(hours=1)).strftime(FORMAT))
    page.get_by_label(re.compile("^Until")).fill((now + dt.timedelta(days=9)).strftime(FORMAT))
    page.get_by_label("Budget").fill("500")
    page.get_by_label("Line of the strategy").select_option(index=1)
    page.get_by_label("Code in links").fill("red-spring")
    page.get_by_label("Brief for the other teams").fill(
        "A letter and a banner; expect questions about the red mug."
    )
    page.get_by_role("button", name="Save", exact=True).click()
    for channel, what, cost in (("E-mail", "A letter to all who agreed", "120"), ("Web", "A banner", "30")):
        page.get_by_role("link", name="Add an activity").click()
        page.get_by_label("Channel").select_option(label=channel)
        page.get_by_label("What is done").fill(what)
        page.get_by_label("Who does it").fill("Marketing")
        page.get_by_label("Planned cost").fill(cost)
        page.get_by_label("State").select_option(label="Ordered")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_role("link", name=what)).to_be_visible()
    page.get_by_role("button", name="Schedule", exact=True).click()
    expect(page.get_by_text("Waits for the sign-off of")).to_be_visible()
    for task in marketing.sign_offs(Campaign.objects.get().pk):
        work.finish_task(task.id, actor=STAFF, at=clock.now())
    assert marketing.launch_due(clock.now()) == 1


def test_mkt_2_mkt_7_mkt_13_con_2_a_line_of_the_strategy_is_judged_by_what_it_brought(
    shop: TestShop, chromium: Browser, address: str, visit, django_db_blocker
) -> None:
    page = work_as(visit, "marketing_manager", "/admin/strategy/")
    write_line(page)
    line = page.url
    plan_campaign(page)
    bought_after(chromium, address, LINK).context.close()
    with django_db_blocker.unblock():
        settle()

    page.goto(line)
    row = page.get_by_role("row", name=re.compile("Red spring"))
    expect(row.get_by_role("cell").nth(1)).to_have_text("€150.00")
    expect(row.get_by_role("cell").nth(3)).to_have_text(re.compile("^€[1-9]"))
    result = row.get_by_role("cell").nth(4).inner_text()
    page.goto("/admin/traffic/")
    credit = page.get_by_role("table", name=re.compile("^Credit")).get_by_role(
        "row", name=re.compile("red-spring")
    )
    expect(credit.get_by_role("cell").nth(1)).to_have_text("1")
    expect(credit.get_by_role("cell").nth(4)).to_have_text("1")
    page.goto("/admin/traffic/returns/")
    found = page.get_by_role("row", name=re.compile("Red spring"))
    expect(found.get_by_role("cell").nth(0)).to_have_text("1")
    expect(found.get_by_role("cell").nth(1)).to_have_text(result)
    found.get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="Red spring")).to_be_visible()
    page.goto("/admin/traffic/pages/")
    led = page.get_by_role("table", name="All pages")
    expect(under(led, "p.enamel-mug", "Orders of visits with it")).to_have_text("1")
