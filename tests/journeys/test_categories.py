"""The tree of categories: moved, split and merged without a dead address, and told apart by channel."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.models import Category
from storecrew.surfaces.storefront.tests.factories import TestShop, settle
from tests.journeys.test_second_person import desk

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def led_to(page: Page, path: str) -> tuple[int, str]:
    """Open an address and return the status of the last answer and where it led."""
    answer = page.goto(path, timeout=60_000)
    assert answer is not None
    return answer.status, urlsplit(page.url).path


def number_of(path: str) -> int:
    return Category.objects.values_list("pk", flat=True).get(url_path=path)


def test_it_15_categories_move_split_and_merge_and_no_address_dies(shop: TestShop, visit) -> None:
    mia = desk(visit, "/admin/categories/", "ecommerce_sme", "Mia")
    theirs = visit("about:blank", javascript=False)
    expect(mia.get_by_role("link", name="Mugs").first).to_be_visible()

    # A new place in the tree with texts for search engines.
    mia.goto("/admin/categories/add/")
    mia.locator("[name=name]").fill("Living")
    mia.locator("[name=seo_title]").fill("Living room goods")
    mia.locator("[name=ko-name]").fill("거실")
    mia.get_by_role("button", name="Save").click()
    expect(mia.get_by_role("heading", name="Living")).to_be_visible()

    # Moved with all below it: the old addresses lead on for good.
    mia.goto(f"/admin/categories/{number_of('kitchen')}/move/")
    mia.locator("main [name=parent]").select_option(str(number_of("living")))
    mia.get_by_role("button", name="Move").click()
    expect(mia.get_by_text("/c/kitchen/ now leads to /c/living/kitchen/.")).to_be_visible()
    settle()
    assert led_to(theirs, "/en/c/kitchen/mugs/") == (200, "/en/c/living/kitchen/mugs/")
    assert led_to(theirs, "/en/c/living/") == (200, "/en/c/living/")
    expect(theirs).to_have_title(re.compile("Living room goods"))

    # Split: each product has a part, and what is left ends.
    stool = catalog.product_ids_of_variants([shop.variants["STOOL"]])[shop.variants["STOOL"]]
    mia.goto(f"/admin/categories/{number_of('living/kitchen')}/")
    mia.get_by_role("link", name="Split", exact=True).click()
    mia.get_by_label("Name of part 1").fill("Stools")
    mia.locator(f"[name=part-{stool}]").select_option("1")
    mia.get_by_role("button", name="Split").click()
    expect(mia.get_by_text("1 category is made.")).to_be_visible()
    settle()
    assert led_to(theirs, "/en/c/living/stools/") == (200, "/en/c/living/stools/")
    expect(theirs.get_by_text("Oak stool").first).to_be_visible()

    # Merged: the products go along and the address leads there.
    mia.goto(f"/admin/categories/{number_of('living/stools')}/merge/")
    mia.locator("main [name=into]").select_option(str(number_of("lamps")))
    mia.get_by_role("button", name="Merge").click()
    expect(mia.get_by_text("Merged. /c/living/stools/ now leads there.")).to_be_visible()
    settle()
    assert led_to(theirs, "/en/c/living/stools/") == (200, "/en/c/lamps/")
    expect(theirs.get_by_text("Oak stool").first).to_be_visible()

    # One channel does not show it; the others do.
    mia.goto(f"/admin/categories/{number_of('lamps')}/edit/")
    mia.get_by_label("Storecrew EU").check()
    mia.get_by_role("button", name="Save").click()
    expect(mia.get_by_text("Saved.").first).to_be_visible()
    settle()
    assert led_to(theirs, "/en/c/lamps/")[0] == 404
    assert led_to(theirs, "/en/p/oak-stool/")[0] == 200
    assert {node.name for node in catalog.category_tree("en", "kr")} == {"Lamps", "Living"}
    assert {node.name for node in catalog.category_tree("en", "eu")} == {"Living"}


def test_it_15_a_collection_follows_its_rules(shop: TestShop, visit) -> None:
    mia = desk(visit, "/admin/collections/add/", "ecommerce_sme", "Maya")
    mia.locator("main [name=name]").fill("All of oak")
    mia.locator("main [name=rule-field]").first.select_option("title")
    mia.locator("main [name=rule-op]").first.select_option("contains")
    mia.locator("main [name=rule-value]").first.fill("oak")
    mia.get_by_role("button", name="Save").click()
    expect(mia.get_by_text("Saved").first).to_be_visible()
    settle()
    theirs = visit("about:blank", javascript=False)
    assert led_to(theirs, "/en/collections/all-of-oak/")[0] == 200
    expect(theirs.get_by_text("Oak stool").first).to_be_visible()
    expect(theirs.get_by_text("Enamel mug")).to_have_count(0)
