"""On a phone: suppliers are asked, their answers compared, one is ordered; codes are bought and end."""

from __future__ import annotations

import os
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.people.tests.factories import PASSWORD, make_staff
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.purchasing import public as purchasing
from storecrew.contexts.purchasing.models import PurchaseOrder
from storecrew.kernel import clock, mail, outbox
from storecrew.kernel.actor import guest_actor, system_actor
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_working import ADDRESS

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
ACTOR = system_actor("journey")


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def look(page: Page, name: str) -> None:
    """Write pictures of the page where somebody asked for them."""
    folder = os.environ.get("STORECREW_PICTURES")
    if not folder:
        return
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=f"{folder}/{name}-{width}-{scheme}.png", full_page=True)


def answer(page: Page, supplier: str, price: str, moq: str, days: str) -> None:
    page.get_by_role("link", name=supplier).first.click()
    page.get_by_label("MUG-RED · price of one").fill(price)
    page.get_by_label("MUG-RED · smallest order").fill(moq)
    page.get_by_label("Lead time in days").fill(days)
    look(page, "answer")
    fits(page)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Side by side")).to_be_visible()


def test_hod_8_answers_of_suppliers_are_compared_and_one_becomes_an_order(shop: TestShop, visit) -> None:
    at = clock.now()
    for code, name, currency in (("clay", "Clay & Co", "EUR"), ("paju", "Paju Lighting", "USD")):
        purchasing.save_supplier(
            code, name=name, currency=currency, order_email=f"o@{code}.example", actor=ACTOR, at=at
        )
    pricing.save_rate("USD", at.date(), Decimal("1.25"), actor=ACTOR, at=at)
    buyer = make_staff("inventory_manager", email="ines@storecrew.example", password=PASSWORD)
    page = visit("/admin/purchasing/quotations/", signed_in=buyer)
    page.get_by_role("link", name="New request").first.click()
    page.get_by_label("Clay & Co").check()
    page.get_by_label("Paju Lighting").check()
    page.get_by_label("Lines").fill("MUG-RED 12")
    fits(page)
    page.get_by_role("button", name="Save draft").click()
    page.get_by_role("button", name="Send to the suppliers").click()
    expect(page.get_by_text("Write down what the suppliers answer.")).to_be_visible()
    answer(page, "Clay & Co", "5.00", "1", "14")
    expect(page.get_by_text("Complete and cheapest so far: Clay & Co.")).to_be_visible()
    # 12 units at 5.00 EUR are 60 EUR; 12 at 5.50 USD are 52.80 EUR at the rate of the day.
    answer(page, "Paju Lighting", "5.50", "12", "30")
    expect(page.get_by_text("Complete and cheapest so far: Paju Lighting.")).to_be_visible()
    expect(page.get_by_text("€52.80").first).to_be_visible()
    look(page, "request")
    fits(page)
    page.get_by_role("link", name="Order from Paju Lighting").first.click()
    page.get_by_label("Reason").fill("Cheapest")
    page.get_by_role("button", name="Make a purchase order").click()
    expect(page.get_by_text("Check the lines and hand it in.")).to_be_visible()
    order = PurchaseOrder.objects.get()
    assert (order.currency, order.total_amount, order.state) == ("USD", 6_600, "draft")


def test_con_12_codes_are_shown_by_a_press_and_end_with_their_refund(shop: TestShop, visit) -> None:
    at, ann = clock.now(), guest_actor("journey")
    pool = inventory.open_code_pool(shop.variants["LAMP-RED-L"], how="Enter it there.", actor=ACTOR, at=at)
    inventory.import_codes(pool, "KEY-AAAA-0001\nKEY-AAAA-0002\n", name="keys.csv", actor=ACTOR, at=at)
    token = checkout.open_cart(channel_code="eu", locale="en", actor=ann, at=at).token
    checkout.add_line(token, "LAMP-RED-L", 1, actor=ann, at=at)
    checkout.set_details(token, email="ann@example.com", shipping_address=ADDRESS, actor=ann, at=at)
    placed = checkout.place_order(token, gateway="simulator", payment_token="tok_ok", actor=ann, at=at)
    while outbox.drain():
        pass
    fulfillment.deliver_forgotten(at=clock.now())
    mail.deliver_due()
    order = orders.order(placed.order_id)
    assert order.payment_status == "paid"
    page = visit(f"/en/order/{order.token}/")
    expect(page.get_by_text("KEY-AAAA-0001")).to_have_count(0)
    page.get_by_role("button", name="Show the codes").click()
    expect(page.get_by_text("KEY-AAAA-0001")).to_be_visible()
    expect(page.get_by_text("Enter it there.")).to_be_visible()
    fits(page)
    aftersales.refund(order.id, reason="Does not work", key="journey", actor=ACTOR, at=clock.now())
    page.goto(f"/en/order/{order.token}/")
    expect(page.get_by_text("KEY-AAAA-0001")).to_have_count(0)
    expect(page.get_by_role("button", name="Show the codes")).to_have_count(0)
    assert [code.state for code in inventory.codes_of(order.id)] == ["burned"]
    assert inventory.code_pool(pool).unused == 1
