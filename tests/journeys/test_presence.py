"""How the shop is found, from the feed to the money (MKT-12, MKT-15)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from storecrew.contexts.advertising.tests.test_feeds import count, picture_all
from storecrew.contexts.affiliates import public as affiliates
from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.contexts.pricing import public as pricing
from storecrew.kernel import clock
from storecrew.surfaces.storefront.tests.factories import TestShop, settle
from tests.journeys.test_buying import fill_address, order_behind
from tests.journeys.test_promotions import STAFF, work_as

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_mkt_15_a_feed_holds_out_what_ran_low_and_says_why(shop: TestShop, visit) -> None:
    picture_all(shop)
    page = work_as(visit, "marketing_manager", "/admin/feeds/")
    page.locator("header").get_by_role("link", name="New feed").click()
    page.get_by_label("Network").select_option("google")
    page.get_by_label("Channel").select_option("eu")
    page.get_by_label("Language").select_option("en")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Check and release").click()
    expect(page.get_by_text("Passed: 4 pages say the same.", exact=False)).to_be_visible()

    body = page.request.get("/feeds/google-eu-en.xml").text()
    assert "variant=STOOL" in body
    count(shop, "STOOL", 1, 20)
    settle()
    assert "variant=STOOL" not in page.request.get("/feeds/google-eu-en.xml").text()

    page.reload()
    page.get_by_role("link", name="What is held out").click()
    expect(page.get_by_text("1 left; held out at 2.")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("STOOL"))).to_be_visible()


def test_mkt_12_a_link_brings_an_order_whose_commission_falls_back_with_the_return(
    shop: TestShop, visit
) -> None:
    page = work_as(visit, "marketing_manager", "/admin/partners/add/")
    page.get_by_label("Name").fill("Mina Writes")
    page.get_by_label("E-mail").fill("mina@partner.example")
    page.get_by_label("Code", exact=True).fill("MINA")
    page.get_by_label("Commission in percent").fill("10")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("/r/mina/")).to_be_visible()

    shopper = visit("/r/mina/?to=/en/p/enamel-mug/?variant=MUG-RED")
    expect(shopper).to_have_url(re.compile("utm_source=partner"))
    order = buy(shopper)
    settle()
    page.reload()
    expect(page.get_by_text(order.number).first).to_be_visible()
    expect(page.get_by_text("On hold").first).to_be_visible()

    payments.capture_order(order.id, key="journey", actor=STAFF, at=clock.now())
    lines = {line.id: line.quantity for line in order.lines}
    aftersales.refund(order.id, reason="came back", key="j", lines=lines, actor=STAFF, at=clock.now())
    settle()
    page.reload()
    expect(page.get_by_text("Void").first).to_be_visible()


def test_mkt_12_what_is_due_is_paid_and_stands_in_one_file_for_the_bank(shop: TestShop, visit) -> None:
    page = work_as(visit, "marketing_manager", "/admin/partners/add/")
    page.get_by_label("Name").fill("Mina Writes")
    page.get_by_label("E-mail").fill("mina@partner.example")
    page.get_by_label("Code", exact=True).fill("MINA")
    page.get_by_label("Commission in percent").fill("10")
    page.get_by_label("Days on hold").fill("0")
    page.get_by_label("IBAN").fill("DE89 3704 0044 0532 0130 00")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Nobody looked yet whether paid posts are marked")).to_be_visible()
    page.get_by_role("link", name="Disclosure").first.click()
    page.get_by_label("How are paid posts marked?").fill("#ad in the first line")
    page.get_by_role("button", name="Save", exact=True).click()
    partner = page.url

    order = buy(visit("/r/mina/?to=/en/p/enamel-mug/?variant=MUG-RED"))
    settle()
    affiliates.release_due(clock.now())
    owner = work_as(visit, "head_of_digital", partner)
    expect(owner.get_by_role("row").filter(has_text=order.number).get_by_text("To pay out")).to_be_visible()
    owner.once("dialog", lambda dialog: dialog.accept())
    owner.get_by_role("button", name=re.compile("^Pay ")).click()
    expect(owner.get_by_text("The next file for the bank has it.")).to_be_visible()
    expect(owner.get_by_role("row").filter(has_text=order.number).get_by_text("Paid")).to_be_visible()

    owner.get_by_role("link", name="File for the bank").click()
    owner.get_by_label("Our name").fill("Müller & Söhne")
    owner.get_by_label("File", exact=True).select_option("sepa")
    owner.get_by_label("Our IBAN").fill("DE02120300000000202051")
    with owner.expect_download() as download:
        owner.get_by_role("button", name="Download").click()
    body = download.value.path().read_text()
    assert "Mueller + Soehne" in body
    assert "<NbOfTxs>1</NbOfTxs>" in body
    owner.reload()
    expect(owner.get_by_label("Payouts")).to_contain_text("0 new payouts")
    expect(owner.get_by_label("Payouts")).to_contain_text("again")


def test_mkt_12_products_go_to_a_creator_and_stand_in_what_the_creator_brought(shop: TestShop, visit) -> None:
    pricing.set_costs(costs={shop.variants["MUG-RED"]: 450}, currency="EUR", actor=STAFF, at=clock.now())
    page = work_as(visit, "marketing_manager", "/admin/partners/add/")
    page.get_by_label("Name").fill("Mina Writes")
    page.get_by_label("E-mail").fill("mina@partner.example")
    page.get_by_label("Code", exact=True).fill("MINA")
    page.get_by_label("Commission in percent").fill("10")
    page.get_by_label("Products are sent only after the contract is signed").check()
    page.get_by_role("button", name="Save", exact=True).click()

    page.get_by_role("link", name="Send products").click()
    page.get_by_label("Products", exact=True).fill("MUG-RED 2")
    page.get_by_label("What for").fill("One film in March")
    page.get_by_label("Street and number").fill("Torstraße 1")
    page.get_by_label("Postal code").fill("10119")
    page.get_by_label("City").fill("Berlin")
    page.get_by_role("button", name="Send them").click()
    expect(page.get_by_text("The contract with this partner is not signed yet.")).to_be_visible()

    page.get_by_role("link", name="Mina Writes").first.click()
    page.get_by_role("link", name="Edit").click()
    page.get_by_label("Signed on").fill(f"{clock.now():%Y-%m-%d}")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="Send products").click()
    page.get_by_label("Products", exact=True).fill("MUG-RED 2")
    page.get_by_label("What for").fill("One film in March")
    page.get_by_label("Street and number").fill("Torstraße 1")
    page.get_by_label("Postal code").fill("10119")
    page.get_by_label("City").fill("Berlin")
    page.get_by_role("button", name="Send them").click()
    expect(page.get_by_text("The warehouse has it now.")).to_be_visible()
    settle()

    order = orders.orders_of_email("mina@partner.example")[0]
    assert order.purpose == "seeding" and order.total.amount == 0
    fulfillment.ship(order.id, carrier="DHL", tracking_number="1", actor=STAFF, at=clock.now())
    settle()
    page.reload()
    row = page.get_by_role("row").filter(has_text=order.number)
    expect(row.get_by_text("Sent", exact=True)).to_be_visible()
    expect(row.get_by_text("9.00")).to_be_visible()

    page.get_by_role("link", name="What they brought").click()
    page.get_by_role("link", name=re.compile("Products for partners")).click()
    expect(page.get_by_role("row").filter(has_text=order.number)).to_be_visible()
    agent = work_as(visit, "customer_service", f"/admin/orders/{order.number}/")
    expect(agent.get_by_text("Product seeding").first).to_be_visible()
    expect(agent.get_by_text("One film in March").first).to_be_visible()


def buy(page: Page) -> orders.OrderFacts:
    """Take what is shown to the end of the checkout."""
    page.locator("#add").get_by_role("button", name="Add to cart").click()
    expect(page.get_by_text("Added to your cart")).to_be_visible()
    page.get_by_role("link", name="View cart").click()
    page.get_by_role("link", name="Go to checkout").first.click()
    fill_address(page, email="shopper@example.com")
    page.get_by_role("button", name="Continue to delivery").click()
    page.get_by_role("button", name="Continue to payment").click()
    page.get_by_role("button", name=re.compile("Order and pay")).first.click()
    expect(page.get_by_text("Your order is in")).to_be_visible()
    return order_behind(page)
