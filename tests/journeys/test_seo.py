"""Search engines from a finding to its cure, and a lost visitor to a page (MKT-14)."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import expect

from storecrew.contexts.catalog.models import Product
from storecrew.contexts.seo import public as seo
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_marketing import work_as

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def walk() -> None:
    """Do what the clock does every few seconds."""
    while seo.advance_audit(at=clock.now()).running:
        pass


def test_mkt_14_a_finding_is_cured_in_its_field_and_a_lost_visitor_arrives(shop: TestShop, visit) -> None:
    Product.objects.filter(slug="oak-stool").update(seo_title="The very best stool " * 6)
    page = work_as(visit, "marketing_manager", "/admin/seo/")
    page.get_by_role("link", name="Check all pages").first.click()
    page.get_by_role("button", name="Check all pages now").click()
    expect(page.get_by_text("The audit has begun.")).to_be_visible()
    walk()

    page.goto(page.url.split("/admin/")[0] + "/admin/seo/?f.state=open&q=/en/p/oak-stool/")
    page.get_by_role("link", name="pixels wide; results show 580").first.click()
    page.get_by_role("button", name="Ask the content team").click()
    expect(page.get_by_text("It is a task now")).to_be_visible()
    finding = page.url.split("/admin/")[1]

    editor = work_as(visit, "content_team", f"/admin/{finding}")
    editor.get_by_role("link", name="Write the title").click()
    editor.locator("#id_seo_title").fill("Oak stool, oiled, 45 cm")
    editor.get_by_role("button", name="Save").first.click()
    expect(editor.get_by_role("heading", name="Oak stool").first).to_be_visible()
    page.goto(page.url.split("/admin/")[0] + "/admin/seo/run/")
    page.get_by_role("button", name="Check all pages now").click()
    walk()
    page.goto(page.url.split("/admin/")[0] + "/admin/seo/?f.state=fixed&q=/en/p/oak-stool/")
    expect(page.get_by_role("link", name="pixels wide; results show 580").first).to_be_visible()

    lost = visit("/en/shop/desk-lamp.html/")
    expect(lost.get_by_role("heading", name="We could not find this page")).to_be_visible()
    seo.write_counts()
    page.goto(page.url.split("/admin/")[0] + "/admin/seo/missing/")
    page.get_by_role("link", name="/shop/desk-lamp.html").click()
    expect(page.get_by_label("Leads to")).to_have_value("/p/desk-lamp/")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Visitors are led there from now on.")).to_be_visible()

    lost.goto(lost.url)
    expect(lost.get_by_role("heading", name="Desk lamp", level=1)).to_be_visible()
    assert lost.url.endswith("/en/p/desk-lamp/")


class Google:
    """Lists every page but the desk lamp."""

    listed = False

    def inspect(self, url: str, *, at: dt.datetime) -> seo.Inspected:
        if self.listed or "desk-lamp" not in url:
            return seo.Inspected("indexed", "Submitted and indexed", url, at)
        return seo.Inspected("crawled", "Crawled - currently not indexed", crawled_at=at)


def test_mkt_14_a_page_that_google_leaves_out_is_found_cured_and_asked_about_again(
    shop: TestShop, visit
) -> None:
    google = Google()
    seo.register_inspector(google)
    seo.start_audit(actor=system_actor("journey"), at=clock.now())
    walk()
    while seo.ask_next(actor=system_actor("journey"), at=clock.now()):
        pass
    try:
        page = work_as(visit, "marketing_manager", "/admin/seo/index/")
        page.get_by_role("link", name="Wanted and left out").click()
        page.get_by_role("link", name="/en/p/desk-lamp/").click()
        expect(page.get_by_text("Read, and not worth listing for now.")).to_be_visible()
        expect(page.get_by_text("Google does not list this page, and we want it to")).to_be_visible()
        google.listed = True
        page.get_by_role("button", name="Ask again").click()
        expect(page.get_by_text("Google was asked now: Indexed.")).to_be_visible()
        expect(page.get_by_text("Google does with this page what we want.")).to_be_visible()

        page.goto(page.url.partition("/admin/")[0] + "/admin/seo/index/")
        page.get_by_label("Select all rows of this page").check()
        page.get_by_role("button", name="Ask again").click()
        expect(page.get_by_text("as many as the quota of the day allows")).to_be_visible()
        page.get_by_role("button", name="Ask again").click()
        expect(page.get_by_text("are asked about before all others.")).to_be_visible()
        assert seo.ask_next(actor=system_actor("journey"), at=clock.now())
    finally:
        seo.register_inspector(None)
