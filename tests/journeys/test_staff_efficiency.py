"""People of the back office work fast: by keyboard, with a way back, and their time is measured (IT-8)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from storecrew.contexts.discovery import public as discovery
from storecrew.contexts.discovery.models import SortRule
from storecrew.contexts.health.models import TaskTimeCount
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_marketing import work_as

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_it_8_keys_lead_what_is_removed_comes_back_and_time_is_counted(shop: TestShop, visit) -> None:
    discovery.save_sort_rule(
        name="New things first", weights={"newness": 80}, actor=system_actor("journey"), at=clock.now()
    )
    page = work_as(visit, "ecommerce_sme", "/admin/products/")
    expect(page.get_by_role("heading", name="Products").first).to_be_visible()

    # Scripts that listen to keys are there when the page has been loaded.
    page.wait_for_load_state()
    page.keyboard.press("?")
    expect(page.locator("[data-sc-keys]")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_text("1 row selected")).to_be_visible()
    page.keyboard.press("j")
    second_row = page.locator("[data-sc-row]").nth(1)
    expect(second_row).to_have_attribute("data-sc-current", "")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/admin/products/\d+/"))
    page.wait_for_load_state()
    page.keyboard.press("g")
    page.keyboard.press("o")
    expect(page).to_have_url(re.compile("/admin/orders/"))

    rule = SortRule.objects.get()
    page.goto(page.url.split("/admin/")[0] + f"/admin/sort-rules/{rule.pk}/")
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(page.get_by_text("The rule is removed.")).to_be_visible()
    assert not SortRule.objects.exists()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("The rule is there again.")).to_be_visible()
    assert SortRule.objects.get().weights == rule.weights

    page.goto(page.url.split("/admin/")[0] + "/admin/channels/eu/gift-wrap/")
    page.locator("#id_price").fill("no price")
    page.get_by_role("button", name="Save").click()
    page.locator("#id_price").fill("3.50")
    page.get_by_role("button", name="Save").click()
    expect(page).to_have_url(re.compile("/admin/channels/eu/$"))
    counted = TaskTimeCount.objects.get(task="channels_gift_wrap")
    assert (counted.role, counted.count) == ("ecommerce_sme", 1)
    page.goto(page.url.split("/admin/")[0] + "/admin/task-times/")
    expect(page.get_by_role("heading", name="Time for tasks")).to_be_visible()
