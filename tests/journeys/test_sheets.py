"""Opening stock comes in as a sheet: looked at, taken over, taken back (INV-1)."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import expect

from storecrew.contexts.catalog.models import Variant
from storecrew.contexts.inventory import public as inventory
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_marketing import work_as

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_inv_1_opening_stock_comes_in_as_a_sheet_and_goes_back(shop: TestShop, visit) -> None:
    place = next(each for each in inventory.locations() if each.is_default)
    bowl = Variant.objects.order_by("pk").last()
    stands = next((row.on_hand for row in inventory.levels([bowl.pk]) if row.location_id == place.id), 0)
    page = work_as(visit, "inventory_manager", "/admin/sheets/")
    page.get_by_role("link", name="Opening stock").first.click()
    text = f"Artikel;quantity;cost\n{bowl.sku};{stands};3,20\nNOWHERE;5;\n"
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "stock.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )
    page.get_by_role("button", name="Upload").click()
    page.get_by_label("Artikel").select_option(label="SKU")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("There is no article with the SKU NOWHERE.")).to_be_visible()
    page.get_by_role("link", name="Changes").click()
    expect(page.get_by_text("3.20 EUR").first).to_be_visible()
    page.get_by_role("button", name="Confirm and take over").click()
    expect(page.get_by_text("Taken over: 0 new, 1 changed, 1 rejected.")).to_be_visible()
    page.get_by_text("Take back", exact=True).click()
    page.get_by_role("button", name="Take all of it back").click()
    expect(page.get_by_text("The sheet was taken back.")).to_be_visible()
    _look(page)


def _look(page) -> None:
    """Write pictures of the pages where somebody asked for them."""
    folder = os.environ.get("STORECREW_PICTURES")
    if not folder:
        return
    record = page.url
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in (390, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            for name, url in (
                ("list", "/admin/sheets/"),
                ("record", record),
                ("add", "/admin/sheets/add/stock/"),
            ):
                page.goto(url if url.startswith("http") else record.split("/admin/")[0] + url)
                page.screenshot(path=f"{folder}/{name}-{width}-{scheme}.png", full_page=True)
