"""A day in the warehouse, on a phone of 390 px: pick, pack, hand over; and a question with its answer."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.orders import public as orders
from storecrew.contexts.people.tests.factories import PASSWORD, make_staff
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_working import bought, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db]


def scan(page: Page, label: str, code: str) -> None:
    """Do what a keyboard-wedge scanner does: type the code and press Enter."""
    field = page.get_by_label(label)
    expect(field).to_be_focused()
    field.fill(code)
    field.press("Enter")


def fits(page: Page) -> None:
    """Nothing is wider than the phone, and what is pressed is 56 px high."""
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for button in page.locator(".lm .sc-button.sc-strong:visible").all():
        assert button.bounding_box()["height"] >= 56


def test_log_1_an_order_is_picked_packed_and_handed_over_on_a_phone(shop: TestShop, visit) -> None:
    order = bought(shop, "MUG-RED")
    staff = make_staff("logistics_manager", email="pick@storecrew.example", password=PASSWORD)
    page = visit("/admin/warehouse/pick/")
    sign_in(page, staff.email)
    page.goto("/admin/warehouse/pick/")
    fits(page)
    page.get_by_role("button", name="Pick one order").first.click()
    expect(page.get_by_text(order.number).first).to_be_visible()
    fits(page)
    scan(page, "Scan the article", "LAMP-RED-S")
    expect(page.get_by_role("alert")).to_contain_text("This is the wrong article")
    scan(page, "Scan the article", "MUG-RED")
    expect(page.get_by_text("Bring the totes to the bench.")).to_be_visible()
    page.get_by_role("link", name="Pack", exact=True).last.click()
    scan(page, "Scan the order", order.number)
    fits(page)
    scan(page, "Scan what goes into the box", "mug-red")
    expect(page.locator(".lm-full")).to_contain_text("1 ✓")
    page.get_by_role("button", name="Close the parcel").click()
    expect(page.get_by_text(f"Parcel {order.number}-1 is closed.")).to_be_visible()
    page.goto("/admin/warehouse/hand-over/")
    fits(page)
    field = page.get_by_label("Scan the parcel")
    field.fill(f"{order.number}-1")
    page.get_by_label("Carrier").fill("Rheinpost")
    page.get_by_label("Tracking number").fill("HL0009")
    page.get_by_role("button", name="Hand over").click()
    expect(page.get_by_role("status").filter(has_text=f"{order.number}-1")).to_be_visible()
    assert orders.order(order.id).fulfillment_status == "fulfilled"
    theirs = visit(f"/en/order/{order.token}/")
    expect(theirs.get_by_text("Handed over to the carrier")).to_be_visible()


def test_cs_8_customer_service_asks_the_warehouse_and_gets_the_answer(shop: TestShop, visit) -> None:
    order = bought(shop, "MUG-RED")
    service = make_staff("customer_service", email="service@storecrew.example", password=PASSWORD)
    warehouse = make_staff("logistics_manager", email="house@storecrew.example", password=PASSWORD)
    desk = visit(f"/admin/orders/{order.number}/", phone=False)
    sign_in(desk, service.email)
    desk.goto(f"/admin/orders/{order.number}/")
    expect(desk.get_by_text("Waiting to be picked").first).to_be_visible()
    desk.get_by_role("link", name="Ask the warehouse").click()
    desk.get_by_label("Question").fill("Is the handle whole?")
    desk.get_by_role("button", name="Ask", exact=True).click()
    expect(desk.get_by_text("Is the handle whole?").first).to_be_visible()
    phone = visit("/admin/")
    sign_in(phone, warehouse.email)
    phone.get_by_role("link", name=re.compile(f"Question about {order.number}")).first.click()
    phone.get_by_role("textbox", name="Answer", exact=True).fill("Yes, I looked.")
    phone.get_by_role("button", name="Send the answer").click()
    expect(phone.get_by_text("Yes, I looked.").first).to_be_visible()
    desk.goto(f"/admin/orders/{order.number}/")
    expect(desk.get_by_text("Yes, I looked.").first).to_be_visible()
    [work] = fulfillment.work_of_order(order.id)
    assert work.state == "waiting"
