"""The range of the shop: a product's way from an idea to the shelf."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.models import Product
from storecrew.contexts.channels import public as channels
from storecrew.contexts.pricing import public as pricing
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor
from storecrew.surfaces.storefront.tests.factories import TestShop, settle
from tests.journeys.test_second_person import desk

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
ROOT = system_actor("journey")


def test_hod_7_an_idea_is_approved_by_a_second_person_and_goes_live(shop: TestShop, visit) -> None:
    catalog.save_product_type(
        code="general", name="General", attributes=[], approve_from=10, actor=ROOT, at=clock.now()
    )
    mia = desk(visit, "/admin/products/add/", "ecommerce_sme", "Mia")
    mia.get_by_label("Title", exact=True).fill("Walnut tray")
    mia.get_by_label("Product type").select_option("general")
    mia.get_by_label("SKU").fill("TRAY")
    mia.get_by_label("Only an idea for now").check()
    mia.get_by_role("button", name="Make the draft").click()
    expect(mia.get_by_text("It is an idea: make it a draft to work on it.")).to_be_visible()
    mia.get_by_role("button", name="Make it a draft").first.click()
    expect(mia.get_by_role("button", name="Set live")).to_have_count(0)
    mia.get_by_label("Why it should be sold").fill("Guests ask for one")
    mia.get_by_role("button", name="Ask for approval").click()
    expect(mia.get_by_text("It waits until a colleague approves it.")).to_be_visible()

    noah = desk(visit, "/admin/approvals/?f.state=pending", "head_of_digital", "Noah")
    noah.locator("[data-sc-row] .sc-primary a").first.click()
    expect(noah.get_by_text("Guests ask for one").first).to_be_visible()
    noah.get_by_role("button", name="Approve").click()
    expect(noah.get_by_text("Approved and done.")).to_be_visible()
    tray = Product.objects.get(slug="walnut-tray")
    assert tray.status == "approved"

    mia.reload()
    expect(mia.get_by_text("It is approved. To sell it, add: A channel").first).to_be_visible()
    catalog.set_listing(
        product_ids=[tray.pk], channel_id=channels.facts().id, published=True, actor=ROOT, at=clock.now()
    )
    variant = catalog.variant_ids_by_sku(["TRAY"])["TRAY"]
    rows = [pricing.PriceRow(variant, 1900)]
    pricing.set_prices(channel=channels.facts(), rows=rows, actor=ROOT, at=clock.now())
    mia.reload()
    mia.get_by_role("button", name="Set live").first.click()
    expect(mia.get_by_text("Status: Live.")).to_be_visible()
    settle()
    theirs = visit("/en/p/walnut-tray/")
    expect(theirs.get_by_role("heading", name="Walnut tray")).to_be_visible()


def test_hod_7_a_product_ends_on_a_date_and_its_address_leads_on(shop: TestShop, visit) -> None:
    lamp = Product.objects.get(slug="desk-lamp")
    today = channels.house_day(clock.now())
    mia = desk(visit, f"/admin/products/{lamp.pk}/", "ecommerce_sme", "Mia")
    mia.get_by_role("link", name="Plan its end on a day").click()
    mia.get_by_label("Last day").fill((today + dt.timedelta(days=20)).isoformat())
    mia.get_by_label("SKU of its successor").fill("STOOL")
    mia.get_by_label("Reason").fill("The maker stops it")
    mia.get_by_role("button", name="Plan the end").click()
    expect(mia.get_by_text("Its end is planned.")).to_be_visible()
    expect(mia.get_by_text("Sells off", exact=True).first).to_be_visible()
    expect(mia.get_by_text("The maker stops it").first).to_be_visible()
    mia.goto("/admin/products/?f.ending=1")
    expect(mia.get_by_role("link", name="Desk lamp").first).to_be_visible()

    assert catalog.end_due(actor=ROOT, at=clock.now()) == []
    theirs = visit("/en/p/desk-lamp/")
    expect(theirs.get_by_role("heading", name="Desk lamp")).to_be_visible()
    later = clock.now() + dt.timedelta(days=22)
    assert catalog.end_due(actor=ROOT, at=later) == [lamp.pk]
    settle()
    theirs.goto("/en/p/desk-lamp/")
    expect(theirs).to_have_url(re.compile("/en/p/oak-stool/"))
