"""A gift voucher that is bought in the shop for somebody else, until it pays for goods."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.loyalty.models import Voucher
from storecrew.contexts.loyalty.operations.coding import new_code
from storecrew.contexts.orders import public as orders
from storecrew.kernel import clock, outbox
from storecrew.kernel.mail.models import Mail
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_buying import fill_address, order_behind
from tests.journeys.test_promotions import with_red_mug, work_as

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_mkt_23_a_voucher_is_bought_for_a_friend_and_pays_for_a_mug(shop: TestShop, visit) -> None:
    desk = work_as(visit, "marketing_manager", "/admin/loyalty/vouchers/sell/")
    desk.get_by_label("SKU").fill("LAMP-RED-L")
    desk.get_by_label("How many may be sold from now on").fill("5")
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.get_by_text("LAMP-RED-L")).to_be_visible()

    page = visit("/en/p/desk-lamp/?variant=LAMP-RED-L")
    page.locator("#add").get_by_role("button", name="Add to cart").click()
    page.get_by_role("link", name="View cart").click()
    page.get_by_label("Name of the recipient").fill("Ben")
    page.get_by_label("Email of the recipient").fill("ben@")
    page.get_by_label("Your name").fill("Mina")
    page.get_by_label("Your message").fill("Enjoy it!")
    day = clock.now().date() + dt.timedelta(days=7)
    page.get_by_label("Send it on").fill(day.isoformat())
    page.locator("form", has=page.get_by_label("Send it on")).evaluate("form => form.noValidate = true")
    page.locator("form", has=page.get_by_label("Send it on")).get_by_role("button", name="Save").click()
    expect(page.get_by_text(re.compile("Enter an e-mail address"))).to_be_visible()
    page.get_by_label("Email of the recipient").fill("ben@example.com")
    page.locator("form", has=page.get_by_label("Send it on")).get_by_role("button", name="Save").click()
    expect(page.get_by_text("To ben@example.com.")).to_be_visible()

    page.get_by_role("link", name="Go to checkout").first.click()
    page.get_by_label("Email").fill("mina@example.com")
    page.get_by_label("Your name").fill("Mina Park")
    page.get_by_label("Postal code").fill("10115")
    page.get_by_role("button", name="Continue to payment").click()
    expect(page.get_by_text("Cash on delivery")).to_have_count(0)
    page.get_by_role("button", name=re.compile("Order and pay")).first.click()
    expect(page.get_by_text("Your order is in")).to_be_visible()
    order = order_behind(page)
    while outbox.drain():
        pass
    assert orders.order(order.id).fulfillment_status == "fulfilled"
    row = Voucher.objects.get()
    assert (row.recipient_email, row.face_amount) == ("ben@example.com", order.lines[0].unit_price.amount)

    later = clock.now() + dt.timedelta(days=8)
    assert loyalty.deliver_due(later) == 1
    assert Mail.objects.get(record="loyalty.voucher").to == "ben@example.com"
    code = new_code(row)
    shopper = with_red_mug(visit)
    shopper.get_by_text("I have a code").click()
    shopper.get_by_label("Code", exact=True).fill(code.lower())
    shopper.get_by_role("button", name="Use the code").click()
    expect(shopper.get_by_text("Left to pay")).to_be_visible()
    shopper.get_by_role("link", name="Go to checkout").first.click()
    fill_address(shopper, email="ben@example.com")
    shopper.get_by_role("button", name="Continue to delivery").click()
    shopper.get_by_role("button", name="Continue to payment").click()
    expect(shopper.locator("#tenders")).to_contain_text(f"Gift voucher …{code[-4:]}")
    shopper.get_by_role("button", name=re.compile("^Order (now|and pay)")).first.click()
    expect(shopper.get_by_text("Paid by Gift voucher")).to_be_visible()
    face = order.lines[0].unit_price
    left = face - min(face, order_behind(shopper).total, key=lambda money: money.amount)

    shopper.goto("/en/voucher/")
    shopper.get_by_label("Code of the gift voucher").fill(code)
    shopper.get_by_role("button", name="Show what is left").click()
    expect(shopper.get_by_role("status").get_by_text(left.format("en"))).to_be_visible()
    desk.goto(f"/admin/loyalty/vouchers/{row.pk}/")
    expect(desk.get_by_text("Ben").first).to_be_visible()
