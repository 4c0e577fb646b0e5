"""A catalog comes in: a wrong file, columns, preview and report, and all of it goes back (BAD-12)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from storecrew.contexts.catalog.models import Product
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_accessibility import violations
from tests.journeys.test_office import desk

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
GOODS = """Handle,Title,Vendor,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price
cup,Coffee cup,Clay & Co,Color,Red,CUP-R,4,12.50
cup,,,,Blue,CUP-B,0,12.50
bowl,Salad bowl,Clay & Co,Title,Default Title,BOWL-1,7,free
"""


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_bad_12_a_catalog_comes_in_and_goes_back(shop: TestShop, visit, phone: bool) -> None:
    page = desk(visit, "/admin/imports/", "ecommerce_sme", "Ida", phone=phone)
    page.get_by_role("link", name="Import a file").first.click()
    send(page, "people.csv", "First Name,Last Name,Email\nA,B,a@example.com\n")
    expect(page.get_by_text("This file holds customers, not products.").first).to_be_visible()
    send(page, "goods.csv", GOODS)
    expect(page.get_by_role("combobox", name="Variant Price")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("Nothing was written yet.")).to_be_visible()
    expect(page.get_by_text("The price is not a number.")).to_be_visible()
    assert violations(page) == []
    assert not Product.objects.filter(title="Coffee cup").exists()
    page.get_by_role("button", name="Confirm and import").click()
    expect(page.get_by_text("without the rows below")).to_be_visible()
    page.get_by_role("link", name="Changes").click()
    expect(page.get_by_text("2 variants")).to_be_visible()
    assert Product.objects.filter(title="Coffee cup").exists()
    page.get_by_text("Undo the import", exact=True).click()
    page.get_by_role("button", name="Undo all of it").click()
    expect(page.get_by_text("The import was taken back.")).to_be_visible()
    assert violations(page) == []
    assert not Product.objects.filter(title="Coffee cup").exists()


def send(page: Page, name: str, text: str) -> None:
    page.get_by_label("File", exact=True).set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    )
    page.get_by_role("button", name="Upload").click()
