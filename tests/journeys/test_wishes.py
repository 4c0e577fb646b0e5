"""U027: somebody without an account keeps a list, shares it, and is given what is on it, once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_accessibility import violations

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_u027_a_list_is_kept_shared_given_from_and_moved_to_the_cart(shop: TestShop, visit) -> None:
    page = visit("/en/c/kitchen/")
    heart = page.get_by_role("button", name="Wish list: Enamel mug")
    box = heart.bounding_box()
    assert min(box["width"], box["height"]) >= 44
    heart.click()
    expect(page.get_by_role("status").get_by_text("It is on your wish list.")).to_be_visible()
    expect(heart).to_have_attribute("aria-pressed", "true")
    page.goto("/en/p/desk-lamp/?variant=LAMP-RED-S")
    page.get_by_role("button", name="Wish list: Desk lamp").click()
    expect(page.get_by_text("It is on your wish list.")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Wish list: Desk lamp")).to_have_attribute("aria-pressed", "true")
    page.goto("/en/wishes/")
    assert violations(page) == []
    mug = page.get_by_role("listitem").filter(has_text="Enamel mug")
    mug.get_by_text("Number, note, list").click()
    mug.get_by_label("Note").fill("The red one, please")
    mug.get_by_role("button", name="Save").click()
    expect(mug.get_by_text("The red one, please")).to_be_visible()
    page.get_by_role("button", name="Share by link").click()
    link = page.get_by_label("Link to your list").input_value()
    aunt, uncle = visit(link, javascript=False), visit(link, phone=False, dark=True)
    present = aunt.get_by_role("button", name="I buy this: Enamel mug")
    expect(aunt.get_by_text("The red one, please")).to_be_visible()
    present.click()
    expect(aunt.get_by_text("You marked 1.")).to_be_visible()
    uncle.get_by_role("button", name="I buy this: Enamel mug").click()
    expect(uncle.get_by_text("Somebody else has bought this in the meantime.")).to_be_visible()
    assert violations(uncle) == []
    page.reload()
    page.get_by_role("button", name="Move all 2 to the cart").click()
    expect(page.get_by_text("2 are in your cart now.")).to_be_visible()
    expect(page.locator("#count-dock")).to_contain_text("2")
    page.get_by_role("link", name="View cart").click()
    expect(page.get_by_role("heading", name="Desk lamp")).to_be_visible()


def test_u027_without_script_a_heart_leads_to_the_list(shop: TestShop, visit) -> None:
    page = visit("/en/p/enamel-mug/?variant=MUG-RED", javascript=False)
    page.get_by_role("button", name="Wish list: Enamel mug").click()
    expect(page).to_have_url(re.compile(r"/en/wishes/\?added=1$"))
    expect(page.get_by_text("It is on your wish list.")).to_be_visible()
    page.get_by_role("button", name="Remove: Enamel mug").click()
    expect(page.get_by_text("Nothing is on this list yet")).to_be_visible()
