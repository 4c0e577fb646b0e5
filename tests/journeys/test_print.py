"""Paper from the form to the printer, and back to the shop by its short address (MKT-9)."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from storecrew.contexts.catalog.models import Variant
from storecrew.contexts.marketing.tests.factories import make_campaign
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_marketing import work_as

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_mkt_9_a_flyer_goes_to_the_printer_and_brings_people_back_by_its_address(
    shop: TestShop, visit, tmp_path
) -> None:
    campaign = make_campaign(name="Red spring")
    page = work_as(visit, "marketing_manager", "/admin/prints/")
    page.get_by_role("link", name="New piece").first.click()
    page.get_by_label("Name", exact=True).fill("Red flyer")
    page.get_by_label("Campaign").select_option(label="Red spring")
    page.get_by_label("Articles (SKUs)").fill("MUG-RED, STOOL")
    page.get_by_label("Short address").fill("red")
    page.get_by_label("Leads to").fill("search")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Begin with / and name a page of the shop.").first).to_be_visible()
    page.get_by_label("Leads to").fill("/search/?q=mug")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Red flyer")).to_be_visible()
    with page.expect_download() as loading:
        page.get_by_role("link", name="File for the printer").click()
    loading.value.save_as(tmp_path / "red.pdf")
    assert (tmp_path / "red.pdf").read_bytes().startswith(b"%PDF-")

    phone = visit("/go/red/")
    expect(phone).to_have_url(
        f"{phone.url.split('/en/')[0]}/en/search/?q=mug&utm_source=print&utm_medium=print"
        f"&utm_campaign={campaign.utm_campaign}"
    )
    expect(phone.get_by_role("heading", level=1)).to_be_visible()

    Variant.objects.filter(sku="STOOL").update(active=False)
    page.get_by_role("link", name="File for the printer").click()
    expect(page.get_by_text("STOOL cannot be promised now")).to_be_visible()
