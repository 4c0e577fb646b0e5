"""A merchandiser orders the lists of the shop and sees why each product stands where it stands."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from playwright.sync_api import Page, expect

from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.marketing import public as marketing
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor
from storecrew.surfaces.storefront.tests.factories import TestShop, settle
from tests.journeys.test_second_person import desk

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
ROOT = system_actor("journey")
KITCHEN = "/en/c/kitchen/"


TITLES = {"enamel-mug": "Enamel mug", "oak-stool": "Oak stool"}


def listed(page: Page) -> list[str]:
    """Return the titles of the products of the kitchen in the order in which shoppers see them."""
    page.goto(KITCHEN, timeout=60_000)  # a server that has just started imports the house first
    links = page.locator("main a[href*='/p/']")
    expect(links.first).to_be_visible()
    slugs = links.evaluate_all("all => all.map(a => a.getAttribute('href').split('/p/')[1].split('/')[0])")
    return [TITLES[slug] for slug in dict.fromkeys(slugs)]


def choose(page: Page, name: str, words: str) -> None:
    """Choose the option that says so; categories are indented by their depth."""
    field = page.locator(f"main select[name={name}]")
    value = field.locator("option").filter(has_text=re.compile(rf"{words}$")).first.get_attribute("value")
    field.select_option(value)


def planned(name: str) -> None:
    """Make a campaign that has not begun."""
    now = clock.now()
    marketing.create_campaign(
        marketing.CampaignContent(
            name=name, goal="revenue", goal_value=1000, audience="All", brief="Kitchen",
            shop_channels=("eu",), currency="EUR", budget=0,
            starts_at=now + dt.timedelta(hours=1), ends_at=now + dt.timedelta(days=3),
        ),
        actor=ROOT, at=now,
    )  # fmt: skip


def test_it_12_a_list_is_pinned_boosted_buried_previewed_and_explained(shop: TestShop, visit) -> None:
    planned("Stool week")
    theirs = visit("about:blank", javascript=False)
    before = listed(theirs)
    assert len(before) == 2

    mia = desk(visit, "/admin/sort-rules/", "ecommerce_sme", "Mia")
    mia.get_by_role("link", name="New sort rule").first.click()
    mia.get_by_label("Name", exact=True).fill("Kitchen")
    choose(mia, "category", "kitchen")
    mia.get_by_label("Stock cover").fill("40")
    mia.get_by_label("Margin").fill("20")
    last = before[-1]
    mia.get_by_label("Title or SKU").fill(last)
    mia.locator("#pins").get_by_role("button", name="Search").click()
    expect(
        mia.locator("#pins").get_by_text(re.compile(rf"Place {len(before)} of {len(before)}"))
    ).to_be_visible()
    mia.get_by_role("button", name=f"Pin {last}").click()
    first = mia.locator(".pd-preview > li").first
    expect(first).to_contain_text(f"1. {last}")
    first.locator("summary").click()
    expect(first.get_by_text("Pinned at place 1.")).to_be_visible()
    assert listed(theirs) == before, "a preview changes nothing"

    mia.get_by_role("button", name="Save").click()
    expect(mia.get_by_text("Saved. The lists follow at once.")).to_be_visible()
    assert listed(theirs)[0] == last

    mia.goto("/admin/sort-rules/add/")
    mia.get_by_label("Name", exact=True).fill("Stool week")
    choose(mia, "category", "kitchen")
    choose(mia, "campaign", "Stool week")
    boost = mia.get_by_role("group", name="Boost 1")
    boost.locator("[name=boost-field]").select_option("product")
    boost.locator("[name=boost-values]").fill("STOOL")
    boost.locator("[name=boost-by]").fill("-100" if last == "Oak stool" else "300")
    mia.get_by_role("button", name="Save").click()
    row = mia.locator("[data-sc-row]").filter(has_text="Stool week")
    expect(row).to_contain_text("waits for its campaign")
    assert listed(theirs)[0] == last, "the campaign does not run yet"


def test_it_12_what_is_sold_out_stands_last_even_when_pinned(shop: TestShop, visit) -> None:
    inventory.adjust(
        shop.variants["STOOL"], on_hand=0, expected_on_hand=20, reason="damaged", actor=ROOT, at=clock.now()
    )
    settle()
    mia = desk(visit, "/admin/sort-rules/add/", "ecommerce_sme", "Maya")
    mia.get_by_label("Name", exact=True).fill("Kitchen")
    choose(mia, "category", "kitchen")
    mia.get_by_label("Title or SKU").fill("STOOL")
    mia.locator("#pins").get_by_role("button", name="Search").click()
    mia.get_by_role("button", name="Pin Oak stool").click()
    last = mia.locator(".pd-preview > li").last
    expect(last).to_contain_text("2. Oak stool")
    last.locator("summary").click()
    expect(last.get_by_text("Sold out: stands behind everything in stock.")).to_be_visible()
    mia.get_by_role("button", name="Save").click()
    expect(mia.get_by_text("Saved. The lists follow at once.")).to_be_visible()
    assert listed(visit("about:blank", javascript=False)) == ["Enamel mug", "Oak stool"]
