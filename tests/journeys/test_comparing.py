"""U028: a shopper compares products on a phone, sends the address, and takes one of them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_accessibility import violations

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_u028_products_are_compared_sent_and_bought(shop: TestShop, visit) -> None:
    page = visit("/en/c/kitchen/")
    scales = page.get_by_role("button", name="Compare: Enamel mug")
    box = scales.bounding_box()
    assert min(box["width"], box["height"]) >= 44
    scales.click()
    expect(page.get_by_text("1 product to compare.")).to_be_visible()
    expect(scales).to_have_attribute("aria-pressed", "true")
    for slug, name in (("desk-lamp", "Desk lamp"), ("oak-stool", "Oak stool")):
        page.goto(f"/en/p/{slug}/")
        page.get_by_role("button", name=f"Compare: {name}").first.click()
        expect(page.get_by_text("products to compare.")).to_be_visible()
    page.get_by_role("link", name="Compare", exact=True).click()
    expect(page.get_by_role("columnheader", name="Oak stool")).to_be_attached()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    table = page.get_by_role("region", name="Products side by side, scroll sideways")
    table.focus()
    page.keyboard.press("ArrowRight")
    expect(table).to_be_focused()
    friend = visit(page.url, javascript=False, phone=False)
    expect(friend.get_by_role("columnheader", name="Desk lamp")).to_be_visible()
    friend.get_by_role("button", name="Remove: Desk lamp").click()
    expect(friend.get_by_role("columnheader", name="Desk lamp")).to_have_count(0)
    page.get_by_role("button", name="Add to cart: Oak stool").click()
    expect(page.get_by_text("Added to your cart")).to_be_visible()
