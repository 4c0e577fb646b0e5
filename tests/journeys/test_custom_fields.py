"""A developer defines a field; the shop's people fill it in, and find by it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from storecrew.contexts.people.tests.factories import PASSWORD, make_staff
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_quotations import fits, look

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_it_5_a_field_of_ones_own_is_filled_in_and_found_by(shop: TestShop, visit) -> None:
    developer = make_staff("developer", email="dev@storecrew.example", password=PASSWORD)
    page = visit("/admin/fields/", signed_in=developer)
    expect(page.get_by_text("No custom fields yet")).to_be_visible()
    page.get_by_role("link", name="Add a field").first.click()
    page.get_by_label("Kind").select_option("choice")
    page.get_by_role("textbox", name="Name", exact=True).fill("Kiln")
    page.get_by_role("textbox", name="Key").fill("kiln")
    page.get_by_label("Choices").fill("wood | Wood fired\ngas | Gas fired")
    page.get_by_label("Filter of the list").check()
    look(page, "field-add")
    fits(page)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Kiln")).to_be_visible()
    look(page, "field-record")
    fits(page)
    page.goto("/admin/products/?q=mug")
    page.get_by_role("link", name="mug").first.click()
    page.get_by_role("link", name="Edit custom fields").click()
    page.get_by_label("Kiln").select_option("wood")
    look(page, "field-values")
    fits(page)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#custom-fields").get_by_text("Wood fired")).to_be_visible()
    look(page, "field-product")
    fits(page)
    page.goto("/admin/products/?f.x_kiln=wood&columns=x_kiln")
    expect(page.locator("tbody").get_by_text("Wood fired")).to_be_visible()
    page.goto("/admin/products/?f.x_kiln=gas")
    expect(page.locator("tbody").get_by_text("Wood fired")).to_have_count(0)
    expect(page.get_by_role("link", name="Enamel mug")).to_have_count(0)
    page.goto("/admin/fields/")
    look(page, "field-list")
    fits(page)
