"""What was changed with one press is taken back with one press, and the shop follows both times."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from storecrew.contexts.content import public as content
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_merchandising import choose, listed
from tests.journeys.test_second_person import desk

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
ROOT = system_actor("journey")


def test_it_12_a_changed_and_a_removed_rule_are_taken_back(shop: TestShop, visit) -> None:
    """One press brings back what the rule said, and one what was removed, and the shop follows."""
    theirs = visit("about:blank", javascript=False)
    before = listed(theirs)
    last = before[-1]
    mia = desk(visit, "/admin/sort-rules/add/", "ecommerce_sme", "Mia")
    mia.get_by_label("Name", exact=True).fill("Kitchen")
    choose(mia, "category", "kitchen")
    mia.get_by_label("Title or SKU").fill(last)
    mia.locator("#pins").get_by_role("button", name="Search").click()
    mia.get_by_role("button", name=f"Pin {last}").click()
    mia.get_by_role("button", name="Save").click()
    expect(mia.get_by_text("Saved. The lists follow at once.")).to_be_visible()
    pinned = listed(theirs)
    assert pinned[0] == last

    mia.get_by_role("link", name="Kitchen", exact=True).first.click()
    mia.get_by_role("button", name=f"Unpin {last}").click()
    mia.get_by_role("button", name="Save").click()
    expect(mia.get_by_text("Saved. The lists follow at once.")).to_be_visible()
    assert listed(theirs) == before
    mia.get_by_role("button", name="Undo").click()
    expect(mia.get_by_text("The rule is as it was.")).to_be_visible()
    assert listed(theirs) == pinned

    mia.goto("/admin/sort-rules/")
    mia.get_by_role("link", name="Kitchen", exact=True).first.click()
    mia.get_by_role("button", name="Remove").click()
    expect(mia.get_by_text("The rule is removed.")).to_be_visible()
    assert listed(theirs) == before
    mia.get_by_role("button", name="Undo").click()
    expect(mia.get_by_role("button", name="Undo")).to_have_count(0)
    assert listed(theirs) == pinned


def test_it_14_a_menu_is_changed_in_the_browser_and_taken_back(shop: TestShop, visit) -> None:
    links = [("About lamps", "/c/kitchen/"), ("Help", "/help/")]
    key = content.save_menu(code="main", locale="en", items=links, actor=ROOT, at=clock.now())
    shopper = visit("/en/")
    header = shopper.locator("header")
    expect(header.get_by_text("About lamps").first).to_be_attached()

    editor = desk(visit, reverse("wagtailsnippets_content_menu:edit", args=[key]), "content_team", "Cho")
    editor.locator("[name$='-text']").first.fill("Everything that shines")
    editor.get_by_role("button", name="Save").first.click()
    expect(editor.get_by_text("The shop shows the new menu.")).to_be_visible()
    shopper.reload()
    expect(header.get_by_text("Everything that shines").first).to_be_attached()
    expect(header.get_by_text("About lamps")).to_have_count(0)

    editor.get_by_role("button", name="Undo").click()
    expect(editor.get_by_text("The menu is as it was.")).to_be_visible()
    shopper.reload()
    expect(header.get_by_text("About lamps").first).to_be_attached()

    editor.goto(reverse("wagtailsnippets_content_menu:delete", args=[key]))
    editor.get_by_role("button", name="Yes, delete").click()
    expect(editor.get_by_text("The shop shows no menu there any more.")).to_be_visible()
    shopper.reload()
    expect(header.get_by_text("About lamps")).to_have_count(0)
    editor.get_by_role("button", name="Undo").click()
    expect(editor.get_by_text("The menu is as it was.")).to_be_visible()
    shopper.reload()
    expect(header.get_by_text("About lamps").first).to_be_attached()
