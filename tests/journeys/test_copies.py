"""A product is made of another: new title, new SKUs, a draft whose timeline says where it came from."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from storecrew.contexts.catalog.models import Product, Variant
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_marketing import work_as

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_product_is_duplicated_with_skus_of_its_own(shop: TestShop, visit) -> None:
    red = Variant.objects.get(sku="MUG-RED")
    page = work_as(visit, "ecommerce_sme", f"/admin/products/{red.product_id}/")
    page.get_by_role("link", name="Duplicate").click()
    expect(
        page.get_by_text("prices, stock, channels and translated titles are not taken over")
    ).to_be_visible()
    page.get_by_label("Title").fill("Tall mug")
    field = page.get_by_label("SKU in place of MUG-RED")
    field.fill("MUG-RED")
    page.get_by_role("button", name="Make the draft").click()
    expect(page.get_by_text("Another variant already has this SKU.")).to_be_visible()
    field.fill("TALL-RED")
    page.get_by_role("button", name="Make the draft").click()
    expect(page.get_by_role("heading", name=re.compile("Tall mug")).first).to_be_visible()
    expect(page.get_by_text(f"Copy of “{red.product.title}”.")).to_be_visible()
    copy = Product.objects.get(title="Tall mug")
    assert copy.status == "draft"
    assert [each.sku for each in Variant.objects.filter(product=copy)] == ["TALL-RED"]
