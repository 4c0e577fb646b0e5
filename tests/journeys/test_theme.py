"""A frontend developer gives the shop another look, and takes it back (IT-2)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_marketing import work_as

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def accent(page: Page) -> str:
    return page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--accent').trim()")


def test_it_2_a_look_is_refused_seen_published_at_once_and_taken_back(shop: TestShop, visit) -> None:
    shopper, night = visit("/en/"), visit("/en/", dark=True)
    ours = accent(shopper)
    asked: list[str] = []
    shopper.on("request", lambda request: asked.append(request.url))

    page = work_as(visit, "developer", "/admin/looks/eu/")
    page.get_by_role("link", name="New version").click()
    page.get_by_label("Brand name").fill("Harbor & Pine")
    page.locator("#id_accent").fill("#e8b04a")
    page.locator("#id_radius").fill("16")
    page.get_by_role("button", name="Save and look").first.click()
    said = page.get_by_text(re.compile(r"The contrast is 1\.\d : 1")).inner_text()
    page.locator("#id_accent").fill(re.search(r"(#[0-9a-f]{6}) would pass", said)[1])
    page.get_by_role("button", name="Save and look").first.click()

    for width in (390, 768, 1440):
        frame = page.frame_locator(f'iframe[title="The shop, {width} pixels wide"]')
        expect(frame.get_by_role("link", name="Harbor & Pine").first).to_be_attached()
        size = page.locator(f'iframe[title="The shop, {width} pixels wide"]').evaluate("it => it.clientWidth")
        assert size == width
    shopper.reload()
    assert accent(shopper) == ours

    asked.clear()
    page.get_by_role("button", name="Show to shoppers").click()
    expect(page.get_by_role("heading", name="What shoppers see")).to_be_visible()
    shopper.reload()
    expect(shopper.get_by_role("link", name="Harbor & Pine").first).to_be_attached()
    assert accent(shopper) == re.search(r"(#[0-9a-f]{6}) would pass", said)[1]
    assert {url.split("/")[2] for url in asked} == {shopper.url.split("/")[2]}
    sheets = shopper.evaluate("[...document.styleSheets].map(sheet => sheet.href)")
    assert len(sheets) == 1
    night.reload()
    assert accent(night) != accent(shopper)

    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Back to our own look").click()
    expect(page.get_by_role("heading", name="What shoppers see")).to_have_count(0)
    shopper.reload()
    assert accent(shopper) == ours
