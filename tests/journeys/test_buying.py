"""Shoppers, from the first click to the last fact."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor
from storecrew.surfaces.storefront.tests.factories import TestShop

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def fill_address(page: Page, *, email: str = "mina@example.com") -> None:
    page.get_by_label("Email").fill(email)
    page.get_by_label("Full name").fill("Mina Park")
    page.get_by_label("Street and house number").fill("Hauptstr. 1")
    page.get_by_label("Postal code").fill("10115")
    page.get_by_label("City").fill("Berlin")


def order_behind(page: Page) -> orders.OrderFacts:
    return orders.order_by_token(page.url.split("/order/")[1].split("/")[0])


def test_a_guest_buys_on_a_phone(shop: TestShop, visit) -> None:
    before = inventory.available_to_promise([shop.variants["MUG-RED"]], channel_id=shop.channel.id)
    page = visit("/en/c/kitchen/")
    page.get_by_role("link", name="Enamel mug").click()
    page.get_by_role("link", name=re.compile("Red")).click()
    expect(page).to_have_url(re.compile("variant=MUG-RED"))
    page.get_by_role("button", name="One more").click()
    page.locator("#add").get_by_role("button", name="Add to cart").click()
    expect(page.get_by_text("Added to your cart")).to_be_visible()
    page.get_by_role("link", name="View cart").click()
    expect(page.get_by_role("heading", name="Enamel mug")).to_be_visible()
    page.get_by_role("link", name="Go to checkout").first.click()
    fill_address(page)
    page.get_by_role("button", name="Continue to delivery").click()
    page.get_by_text("Express").click()
    page.get_by_role("button", name="Continue to payment").click()
    page.get_by_role("button", name=re.compile("Order and pay")).first.click()
    expect(page.get_by_text("Your order is in")).to_be_visible()
    order = order_behind(page)
    assert order.status == "confirmed"
    assert order.shipping_method_code == "express-eu"
    assert [(line.sku, line.quantity) for line in order.lines] == [("MUG-RED", 2)]
    after = inventory.available_to_promise([shop.variants["MUG-RED"]], channel_id=shop.channel.id)
    key = shop.variants["MUG-RED"]
    assert before[key].available - after[key].available == 2


def test_everything_up_to_the_payment_works_without_javascript(shop: TestShop, visit) -> None:
    page = visit("/en/", javascript=False)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Categories").click()
    page.get_by_role("main").get_by_role("link", name="Kitchen").click()
    page.get_by_label("In stock only").check()
    page.get_by_role("button", name="Apply the filters").click()
    expect(page).to_have_url(re.compile("in_stock=1"))
    page.get_by_role("link", name="Oak stool").click()
    page.locator("#add").get_by_role("button", name="Add to cart").click()
    expect(page).to_have_url(re.compile("/en/cart/$"))
    page.get_by_role("link", name="Go to checkout").first.click()
    page.get_by_label("Country").select_option("AT")
    page.get_by_role("button", name="Show the fields of this country").click()
    page.get_by_label("Country").select_option("DE")
    fill_address(page)
    page.get_by_role("button", name="Continue to delivery").click()
    page.get_by_role("button", name="Continue to payment").click()
    page.get_by_role("button", name=re.compile("Order and pay")).first.click()
    expect(page.get_by_text("Your order is in")).to_be_visible()


def test_the_korean_shop_sells_in_won(shop: TestShop, visit) -> None:
    page = visit("/ko/")
    page.get_by_role("button", name=re.compile("KRW")).click()
    expect(page.get_by_text("통신판매업 신고번호")).to_be_visible()
    page.goto("/ko/p/enamel-mug/")
    expect(page.locator(".buy .price .now")).to_have_text(re.compile(r"₩[\d,]+$"))
    page.locator("#add").get_by_role("button", name="장바구니 담기").click()
    page.get_by_role("link", name="장바구니 보기").click()
    page.get_by_role("link", name="주문하기").first.click()
    page.locator("[name=email]").fill("mina@example.com")
    page.get_by_label("받는 분").fill("박미나")
    page.get_by_label("우편번호").fill("06236")
    page.locator("[name=region]").select_option(label="서울특별시")
    page.locator("[name=city]").fill("강남구")
    page.get_by_label("도로명 주소").fill("테헤란로 1")
    page.locator("[name=phone]").fill("010-1234-5678")
    page.get_by_role("button", name="배송 단계로").click()
    page.get_by_role("button", name="결제 단계로").click()
    page.get_by_role("button", name=re.compile("주문 및 결제")).first.click()
    expect(page.get_by_text("주문이 접수되었습니다")).to_be_visible()
    order = order_behind(page)
    assert (order.currency, order.locale) == ("KRW", "ko")


def test_filters_work_at_once_and_come_back(shop: TestShop, visit) -> None:
    page = visit("/en/search/", phone=False)
    oak = page.get_by_role("checkbox", name="Oak")
    oak.check()
    expect(page).to_have_url(re.compile(r"f\.material=Oak"))
    expect(page.get_by_role("link", name="Oak stool")).to_be_visible()
    expect(page.get_by_role("link", name="Desk lamp")).to_have_count(0)
    page.get_by_role("link", name=re.compile("Remove the filter.*Oak")).click()
    expect(page.get_by_role("link", name="Desk lamp")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("link", name="Desk lamp")).to_have_count(0)
    expect(oak).to_be_checked()


def test_the_filter_sheet_of_a_phone_counts_as_one_chooses(shop: TestShop, visit) -> None:
    page = visit("/en/search/")
    page.get_by_role("button", name="Filters").click()
    sheet = page.get_by_role("dialog", name="Filters")
    expect(sheet).to_be_visible()
    sheet.get_by_text("Oak").click()
    expect(sheet.get_by_role("button", name="Show 1 product")).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    expect(page.get_by_role("link", name="Oak stool")).to_be_visible()


def test_what_sells_out_during_the_checkout_is_said_and_not_charged(shop: TestShop, visit) -> None:
    page = visit("/en/p/desk-lamp/?variant=LAMP-BLUE-S")
    page.locator("#add").get_by_role("button", name="Add to cart").click()
    expect(page.get_by_text("Added to your cart")).to_be_visible()
    page.goto("/en/checkout/")
    fill_address(page)
    page.get_by_role("button", name="Continue to delivery").click()
    expect(page.get_by_role("button", name="Continue to payment")).to_be_visible()
    key = shop.variants["LAMP-BLUE-S"]
    level = inventory.level(key, "main")
    inventory.adjust(
        key,
        on_hand=0,
        expected_on_hand=level.on_hand,
        reason="broken",
        location_code="main",
        actor=system_actor("tests"),
        at=clock.now(),
    )
    page.get_by_role("button", name="Continue to payment").click()
    expect(page.get_by_text("Sold out in the meantime")).to_be_visible()
    assert not orders.visible_orders(system_actor("tests")).filter(lines__sku="LAMP-BLUE-S").exists()


def test_suggestions_follow_the_keyboard(shop: TestShop, visit) -> None:
    page = visit("/en/", phone=False)
    page.get_by_label("Search products").press_sequentially("enam")
    expect(page.locator("#suggest").get_by_text("Enamel mug").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.locator("#suggest a")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("q=enam"))
