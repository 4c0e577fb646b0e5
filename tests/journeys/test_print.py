"""Paper from the form to the printer, and back to the shop by its short address (MKT-9)."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import expect

from storecrew.contexts.catalog.models import Variant
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Campaign, PrintPiece
from storecrew.contexts.marketing.tests.factories import make_campaign
from storecrew.kernel import clock
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_marketing import work_as
from tests.journeys.test_promotions import STAFF
from tests.journeys.test_scanning import expect_sign, scan
from tests.journeys.test_warehouse import on_the_phone
from tests.journeys.test_working import bought

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
    expect(page.get_by_role("status").get_by_text("STOOL cannot be promised now")).to_be_visible()


def test_mkt_9_an_insert_goes_into_the_parcel_at_the_bench_and_marketing_counts_it(
    shop: TestShop, visit
) -> None:
    campaign = make_campaign(name="Thank you")
    now = clock.now()
    Campaign.objects.filter(pk=campaign.pk).update(
        state="live", starts_at=now - dt.timedelta(days=1), ends_at=now + dt.timedelta(days=9)
    )
    page = work_as(visit, "marketing_manager", "/admin/prints/add/")
    page.get_by_label("Name", exact=True).fill("Thank-you card")
    page.get_by_label("Paper", exact=True).select_option("insert")
    page.get_by_label("Campaign").select_option(label="Thank you")
    page.get_by_label("Articles (SKUs)").fill("STOOL")
    page.get_by_label("Short address").fill("thanks")
    page.get_by_label("Leads to").fill("/search/?q=mug")
    page.get_by_label("Goes into parcels").check()
    page.get_by_label("Only with these SKUs").fill("MUG-RED")
    page.get_by_label("Only with somebody's first order").check()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="Copies at the benches").click()
    page.get_by_label("Copies at the packing benches").fill("2")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("first orders only")).to_be_visible()

    first = bought(shop, "MUG-RED")
    packer = on_the_phone(visit, "/admin/warehouse/pick/")
    packer.get_by_role("button", name="Pick one order").first.click()
    expect(packer.locator("[data-title]")).to_be_visible()
    scan(packer, "MUG-RED")
    expect(packer.get_by_text("Bring the totes to the bench.")).to_be_visible()
    work = fulfillment.work_of_order(first.id)[0]
    packer.goto(f"/admin/warehouse/pack/{work.id}/")
    card = packer.locator("[data-line^=insert]")
    expect(card.get_by_text("Thank-you card", exact=True)).to_be_visible()
    scan(packer, "MUG-RED")
    expect_sign(packer, "good", "1 ×")
    expect(packer.get_by_role("heading", name="Close the parcel")).to_be_visible()
    packer.get_by_role("button", name="Thank-you card: It is in").click()
    expect(card.get_by_text("1 ✓")).to_be_visible()
    box = fulfillment.parcels_of_work([work.id])[0]
    fulfillment.close_parcel(box.id, actor=STAFF, at=clock.now())
    fulfillment.hand_over(box.code, carrier="DHL", tracking_number="1", actor=STAFF, at=clock.now())

    page.reload()
    facts = page.locator("section, div").filter(has=page.get_by_role("heading", name="In parcels")).last
    expect(facts.get_by_text("Left with a parcel")).to_be_visible()
    counts = marketing.insert_counts(PrintPiece.objects.get(word="thanks").pk)
    assert counts is not None and (counts.copies, counts.left) == (1, 1)
