"""A gift voucher from the counter to the order, and points from the account to the next order."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from storecrew.contexts.loyalty.models import Account, Voucher
from storecrew.contexts.orders.models import Order
from storecrew.contexts.payments import public as payments
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_buying import fill_address, order_behind
from tests.journeys.test_promotions import with_red_mug, work_as

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_mkt_23_a_voucher_from_the_counter_pays_in_the_shop(shop: TestShop, visit) -> None:
    page = work_as(visit, "marketing_manager", "/admin/loyalty/vouchers/")
    page.get_by_role("link", name="New gift voucher").first.click()
    page.get_by_label("Amount").fill("5")
    page.get_by_label("Currency").select_option("EUR")
    page.get_by_label("Why").fill("Sold at the counter")
    page.get_by_role("button", name="Save", exact=True).click()
    code = page.get_by_text(re.compile(r"^[A-Z2-9]{4}(-[A-Z2-9]{4}){3}$")).inner_text()
    page.goto("/admin/loyalty/vouchers/")
    expect(page.get_by_text(f"…{code[-4:]}").first).to_be_visible()
    expect(page.get_by_text(code)).to_have_count(0)

    shopper = with_red_mug(visit)
    shopper.get_by_role("link", name="To the checkout").first.click()
    fill_address(shopper)
    shopper.get_by_role("button", name="Go on to delivery").click()
    shopper.get_by_role("button", name="Go on to payment").click()
    shopper.get_by_text("I have a gift voucher").click()
    shopper.get_by_label("Code of the gift voucher").fill("WRONG-CODE")
    shopper.get_by_role("button", name="Use the voucher").click()
    expect(shopper.get_by_text("This gift voucher code cannot be used.")).to_be_visible()
    shopper.get_by_label("Code of the gift voucher").fill(code.lower())
    shopper.get_by_role("button", name="Use the voucher").click()
    expect(shopper.locator("#tenders")).to_contain_text(f"Gift voucher …{code[-4:]}")
    expect(shopper.locator("#tenders")).to_contain_text("€5.00")
    shopper.get_by_role("button", name=re.compile("Order and pay")).first.click()
    expect(shopper.get_by_text("Your order is in")).to_be_visible()

    order = order_behind(shopper)
    paid = [(one.gateway, one.amount.amount) for one in payments.payments_of_order(order.id)]
    assert paid == [("voucher", 500), ("simulator", order.total.amount - 500)]
    assert Account.objects.get().balance == 0
    page.goto(f"/admin/loyalty/vouchers/{Voucher.objects.get().pk}/")
    expect(page.get_by_text("Used up").first).to_be_visible()
    expect(page.get_by_text("Paid with").first).to_be_visible()
    assert Order.objects.count() == 1
