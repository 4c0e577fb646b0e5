"""The desk of every role: called by a colleague, a text that is edited, a cost that comes from a file."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Dialog, Page, expect

from storecrew.contexts.catalog.models import Product
from storecrew.contexts.people.tests.factories import PASSWORD, make_staff
from storecrew.contexts.pricing.models import Cost
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_working import bought

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def desk(visit, address: str, role: str, name: str, **more: bool) -> Page:
    staff = make_staff(role, email=f"{name.lower()}@storecrew.example", name=name, password=PASSWORD)
    page: Page = visit(address, **({"phone": False} | more), signed_in=staff)
    return page


def test_gen_4_a_colleague_is_called_finds_it_and_puts_it_off(shop: TestShop, visit) -> None:
    order = bought(shop, "MUG-RED")
    ann = desk(visit, f"/admin/orders/{order.number}/", "customer_service", "Ann")
    mina = desk(visit, "/admin/", "logistics_manager", "Mina")
    box = ann.get_by_label("Comment", exact=True)
    box.fill("Is it packed, ")
    box.press_sequentially("@min")
    ann.get_by_role("option", name=re.compile("Mina")).click()
    expect(box).to_have_value("Is it packed, @mina ")
    ann.get_by_role("button", name="Comment").click()
    expect(ann.get_by_text("In the inbox of Mina.")).to_be_visible()
    mina.goto("/admin/")
    mina.get_by_role("link", name="Inbox (1)").click()
    mina.get_by_role("checkbox", name=re.compile("Is it packed")).check()
    mina.get_by_role("button", name="Tomorrow").click()
    expect(mina.get_by_text("1 line put off.")).to_be_visible()
    mina.get_by_role("button", name="Undo").click()
    expect(mina.get_by_text("It is back in your inbox.")).to_be_visible()
    mina.get_by_role("link", name=re.compile("Is it packed")).click()
    expect(mina.get_by_role("heading", name=order.number)).to_be_visible()
    expect(mina.get_by_role("link", name="Inbox", exact=True)).to_be_visible()


def test_con_1_a_description_is_written_guarded_and_taken_back(shop: TestShop, visit) -> None:
    page = desk(visit, "/admin/products/?sort=title", "ecommerce_sme", "Eve")
    page.locator("[data-sc-row] .sc-primary a").first.click()
    expect(page.locator('.sc-walk [rel="next"]')).to_be_visible()
    page.wait_for_load_state()
    page.keyboard.press("j")
    expect(page.locator('.sc-walk [rel="prev"]')).to_be_visible()
    page.wait_for_load_state()
    page.keyboard.press("e")
    page.wait_for_url("**/edit/")
    title = page.get_by_label("Title", exact=True).first.input_value()
    product = Product.objects.get(title=title)
    text = page.locator('[data-draftail-editor-wrapper] [contenteditable="true"]').first
    text.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Made by hand.")
    expect(page.get_by_text("Unsaved changes")).to_be_visible()
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.locator(".sc-crumb").click()
    page.wait_for_timeout(200)
    assert asked == ["beforeunload"]
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    product.refresh_from_db()
    assert "Made by hand." in product.description
    # the way through the list outlives the form
    expect(page.locator('.sc-walk [rel="prev"]')).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("1 product is as before.")).to_be_visible()
    product.refresh_from_db()
    assert "Made by hand." not in product.description


def test_it_16_costs_come_from_a_file_and_go_back(shop: TestShop, visit) -> None:
    page = desk(visit, "/admin/costs/import/", "ecommerce_sme", "Eve")
    file = {"name": "costs.csv", "mimeType": "text/csv", "buffer": b"SKU,cost,currency\nMUG-RED,4.00,EUR\n"}
    page.get_by_label(re.compile("^File")).set_input_files(file)
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("1 cost will change")).to_be_visible()
    page.get_by_role("button", name="Save 1 cost").click()
    expect(page.get_by_text("1 cost saved.")).to_be_visible()
    assert Cost.objects.get(variant_id=shop.variants["MUG-RED"]).amount == 400
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("1 cost put back.")).to_be_visible()
    assert not Cost.objects.exists()


def test_u011_a_refused_form_puts_the_keyboard_at_what_to_correct(shop: TestShop, visit) -> None:
    page = desk(visit, "/admin/tasks/add/", "ecommerce_sme", "Eve")
    page.locator(".sc-form").get_by_role("button").first.click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#id_title")).to_be_focused()
