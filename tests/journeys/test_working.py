"""Staff, from the sign-in to the fact that everybody sees."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.people.tests.factories import PASSWORD, make_staff
from storecrew.kernel import clock, outbox
from storecrew.kernel.actor import guest_actor
from storecrew.surfaces.storefront.tests.factories import TestShop

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
ADDRESS = {
    "name": "Ann Example",
    "street": "Hauptstr. 1",
    "city": "Berlin",
    "postal_code": "10115",
    "country": "DE",
}


def bought(
    shop: TestShop, sku: str, *, gateway: str = "simulator", card: str = "tok_ok"
) -> orders.OrderFacts:
    """Place an order as a shopper would."""
    at, ann = clock.now(), guest_actor("journey")
    token = checkout.open_cart(channel_code="eu", locale="en", actor=ann, at=at).token
    checkout.add_line(token, sku, 1, actor=ann, at=at)
    checkout.set_details(
        token,
        email="ann@example.com",
        shipping_address=ADDRESS,
        shipping_method="standard-eu",
        actor=ann,
        at=at,
    )
    placed = checkout.place_order(token, gateway=gateway, payment_token=card, actor=ann, at=at)
    while outbox.drain():
        pass
    return orders.order(placed.order_id)


def sign_in(page: Page, email: str) -> None:
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_gen_1_an_order_goes_from_the_queue_to_the_customers_page(shop: TestShop, visit) -> None:
    order = bought(shop, "MUG-RED")
    staff = make_staff("logistics_manager", email="log@storecrew.example", password=PASSWORD)
    page = visit("/admin/", phone=False)
    sign_in(page, staff.email)
    expect(page.get_by_text("Orders in the warehouse")).to_be_visible()
    page.goto(page.url.partition("/admin/")[0] + "/admin/orders/")
    page.get_by_role("link", name=re.compile(order.number)).first.click()
    expect(page.get_by_role("heading", name=order.number)).to_be_visible()
    expect(page.get_by_role("link", name="Refund")).to_have_count(0)
    page.get_by_role("link", name="Ship", exact=True).click()
    page.get_by_label("Carrier").fill("Rheinpost")
    page.get_by_label("Tracking number").fill("HL0001")
    page.get_by_role("button", name="Mark as shipped").click()
    expect(page.get_by_text("Shipped. The customer gets a mail.")).to_be_visible()
    assert orders.order(order.id).fulfillment_status == "fulfilled"
    theirs = visit(f"/en/order/{order.token}/")
    expect(theirs.get_by_text("HL0001").first).to_be_visible()


def test_gen_4_one_person_with_two_roles_has_one_home(shop: TestShop, visit) -> None:
    both = make_staff(
        "customer_service", "inventory_manager", email="both@storecrew.example", password=PASSWORD
    )
    page = visit("/admin/", phone=False, signed_in=both)
    expect(page.get_by_text("Orders to ship").first).to_be_visible()
    expect(page.get_by_text("Low or sold out").first).to_be_visible()


def test_gen_2_teams_report_to_whom_the_business_says(shop: TestShop, visit) -> None:
    head = make_staff("head_of_digital", email="head@storecrew.example", password=PASSWORD)
    page = visit("/admin/teams/", phone=False, signed_in=head)
    page.goto("/admin/teams/content/")
    page.get_by_label("Reports to").select_option(label="Marketing")
    page.get_by_role("button", name="Save").click()
    page.goto("/admin/teams/")
    row = page.get_by_role("row").filter(has_text="Content")
    expect(row.first).to_contain_text("Marketing")


def test_inv_1_a_count_that_was_wrong_is_corrected_on_a_phone(shop: TestShop, visit) -> None:
    staff = make_staff("inventory_manager", email="stock@storecrew.example", password=PASSWORD)
    page = visit("/admin/stock/LAMP-RED-S/at/main/", signed_in=staff)
    page.goto("/admin/stock/LAMP-RED-S/at/main/adjust/")
    before = inventory.level(shop.variants["LAMP-RED-S"], "main").on_hand
    page.get_by_label("Counted units").fill(str(before - 1))
    page.get_by_label("Reason").fill("one was broken")
    page.get_by_role("button", name="Correct").click()
    expect(page.get_by_text("one was broken").first).to_be_visible()
    assert inventory.level(shop.variants["LAMP-RED-S"], "main").on_hand == before - 1
