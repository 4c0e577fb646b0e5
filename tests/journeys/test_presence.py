"""How the shop is found, from the feed to the money (MKT-12, MKT-15)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from storecrew.contexts.advertising.tests.test_feeds import count, picture_all
from storecrew.surfaces.storefront.tests.factories import TestShop, settle
from tests.journeys.test_promotions import work_as

pytestmark = [pytest.mark.journey, pytest.mark.django_db]


def test_mkt_15_a_feed_holds_out_what_ran_low_and_says_why(shop: TestShop, visit) -> None:
    picture_all(shop)
    page = work_as(visit, "marketing_manager", "/admin/feeds/")
    page.locator("header").get_by_role("link", name="New feed").click()
    page.get_by_label("Network").select_option("google")
    page.get_by_label("Channel").select_option("eu")
    page.get_by_label("Language").select_option("en")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Check and release").click()
    expect(page.get_by_text("Passed: 4 pages say the same.", exact=False)).to_be_visible()

    body = page.request.get("/feeds/google-eu-en.xml").text()
    assert "variant=STOOL" in body
    count(shop, "STOOL", 1, 20)
    settle()
    assert "variant=STOOL" not in page.request.get("/feeds/google-eu-en.xml").text()

    page.reload()
    page.get_by_role("link", name="What is held out").click()
    expect(page.get_by_text("1 left; held out at 2.")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("STOOL"))).to_be_visible()
