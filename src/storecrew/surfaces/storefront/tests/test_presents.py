"""A gift voucher in the cart asks whom it is for."""

from __future__ import annotations

import datetime as dt
import re

from django.test import Client

from storecrew.contexts.checkout.models import CartLine
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.loyalty import public as loyalty
from storecrew.kernel import clock, outbox
from storecrew.kernel.mail.models import Mail
from storecrew.kernel.money import Money
from storecrew.surfaces.storefront.tests.buying import pay
from storecrew.surfaces.storefront.tests.factories import ACTOR, TestShop


def test_mkt_23_the_cart_asks_whom_a_voucher_is_for_and_says_what_is_wrong(shop: TestShop) -> None:
    loyalty.sell_variant(shop.variants["LAMP-RED-L"], by_mail=5, actor=ACTOR, at=clock.now())
    browser = Client()
    browser.post("/en/cart/add/", {"sku": "LAMP-RED-L"})
    browser.post("/en/cart/add/", {"sku": "MUG-RED"})
    page = browser.get("/en/cart/").content.decode()
    assert page.count("Who is it for?") == 1
    assert "No account needed." in page
    assert "To you, until you name somebody." in page

    where = f"/en/cart/lines/{CartLine.objects.get(variant_id=shop.variants['LAMP-RED-L']).pk}/present/"
    day = (clock.now() + dt.timedelta(days=7)).date()
    said = {"name": "Ben", "email": "ben@", "message": "Hi", "deliver_on": day.isoformat()}
    refused = browser.post(where, said)
    assert refused.status_code == 422
    assert "Enter an e-mail address" in refused.content.decode()
    assert 'value="Ben"' in refused.content.decode()
    assert browser.post(where, said | {"deliver_on": "soon"}).status_code == 422

    assert browser.post(where, said | {"email": "Ben@example.com"}).status_code == 302
    page = browser.get("/en/cart/").content.decode()
    assert "To ben@example.com." in page
    assert f'value="{day.isoformat()}"' in page

    other = f"/en/cart/lines/{CartLine.objects.get(variant_id=shop.variants['MUG-RED']).pk}/present/"
    assert browser.post(other, said | {"email": ""}).status_code == 404


def test_mkt_23_a_cart_of_vouchers_with_a_day_does_not_promise_them_at_once(shop: TestShop) -> None:
    loyalty.sell_variant(shop.variants["LAMP-RED-L"], by_mail=5, actor=ACTOR, at=clock.now())
    browser = Client()
    browser.post("/en/cart/add/", {"sku": "LAMP-RED-L"})
    assert "With you at once by e-mail" in browser.get("/en/cart/").content.decode()
    where = f"/en/cart/lines/{CartLine.objects.get(variant_id=shop.variants['LAMP-RED-L']).pk}/present/"
    day = (clock.now() + dt.timedelta(days=7)).date()
    browser.post(where, {"email": "ben@example.com", "deliver_on": day.isoformat()})
    page = browser.get("/en/cart/").content.decode()
    assert "By e-mail, on the day you chose" in page
    assert "at once by e-mail" not in page


BUYER = {"email": "ann@example.com", "name": "Ann Example", "country": "DE", "postal_code": "10117"}


def voucher_in_cart(shop: TestShop) -> Client:
    loyalty.sell_variant(shop.variants["LAMP-RED-L"], by_mail=5, actor=ACTOR, at=clock.now())
    browser = Client()
    browser.post("/en/cart/add/", {"sku": "LAMP-RED-L"})
    return browser


def read(browser: Client, path: str) -> str:
    return browser.get(path).content.decode()


def test_mkt_23_a_cart_of_vouchers_asks_for_no_delivery_address(shop: TestShop) -> None:
    browser = voucher_in_cart(shop)
    page = read(browser, "/en/checkout/details/")
    assert "Delivery address" not in page
    assert "nothing is sent there" in page
    assert "Continue to payment" in page and "Continue to delivery" not in page
    assert 'name="phone"' not in page
    browser.post("/en/cart/add/", {"sku": "MUG-RED"})
    page = read(browser, "/en/checkout/details/")
    assert "Delivery address" in page
    assert "nothing is sent there" not in page
    assert 'name="phone"' in page


def test_mkt_23_a_voucher_is_bought_in_two_steps_and_its_order_says_where_it_goes(shop: TestShop) -> None:
    browser = voucher_in_cart(shop)
    fields = browser.post("/en/checkout/address-form/", {"country": "DE"}).content.decode()
    assert "Add the whole address" in fields
    answer = browser.post("/en/checkout/details/", BUYER)
    assert answer["Location"] == "/en/checkout/payment/"
    assert browser.get("/en/checkout/delivery/")["Location"] == "/en/checkout/payment/"
    page = read(browser, "/en/checkout/payment/")
    assert "Delivery method" not in page and "Delivery to" not in page
    order = pay(browser, page)["Location"]
    page = read(browser, order)
    assert "Your gift voucher leaves by e-mail" in page
    assert "The gift voucher is sent to ann@example.com as soon as it is paid." in page
    assert "Delivery to" not in page and "Change the address" not in page and "warehouse" not in page
    fulfillment.deliver_forgotten(at=clock.now())
    while outbox.drain():
        pass
    page = read(browser, order)
    assert "1 sent" in page
    assert "Your order waits" not in page and "Send something back" not in page
    sent = Mail.objects.get(dedupe_key__startswith="checkout.confirmation")
    for words in (sent.text, sent.html):
        assert "To ann@example.com as soon as it is paid." in words
        assert "We send it to" not in words


def test_u030_the_page_of_a_voucher_says_how_it_leaves_and_nothing_of_parcels(shop: TestShop) -> None:
    address = "/en/p/desk-lamp/?variant=LAMP-RED-L"
    before = read(Client(), address)
    assert "Tax included." in before and "Delivery and returns" in before
    voucher_in_cart(shop)
    page = read(Client(), address)
    assert "By e-mail, at once or on a day that you choose" in page
    assert "See what is left on a gift voucher" in page
    for words in ("Tax included.", "Delivery costs", "Delivery and returns", "send it back", "In stock"):
        assert words not in page


def test_u037_the_cart_takes_a_voucher_where_codes_are_typed_and_lets_it_go(shop: TestShop) -> None:
    made = loyalty.make_voucher(
        Money(500, shop.channel.currency), reason="Sold", key="cart", actor=ACTOR, at=clock.now()
    )
    browser = Client()
    browser.post("/en/cart/add/", {"sku": "MUG-RED"})
    assert browser.post("/en/cart/code/", {"code": "NOTHING"}).status_code == 422
    assert browser.post("/en/cart/code/", {"code": made.code.lower()}).status_code == 302
    page = read(browser, "/en/cart/")
    assert "Left to pay" in page and f"Gift voucher …{made.code[-4:]}" in page
    account = re.search(r'name="account" value="(\d+)"', page)
    assert account
    browser.post("/en/cart/code/remove/", {"account": account[1]})
    assert "Left to pay" not in read(browser, "/en/cart/")


def test_u037_whoever_has_the_code_sees_what_is_left(shop: TestShop) -> None:
    made = loyalty.make_voucher(Money(500, "EUR"), reason="Sold", key="left", actor=ACTOR, at=clock.now())
    browser = Client()
    assert "Show what is left" in read(browser, "/en/voucher/")
    page = browser.post("/en/voucher/", {"code": made.code}).content.decode()
    assert "€5.00" in page and made.code not in page
    refused = browser.post("/en/voucher/", {"code": "ABCD"})
    assert 'aria-invalid="true"' in refused.content.decode(), "the field says what is wrong with it"
    assert refused.status_code == 422
    assert "This gift voucher code cannot be used." in refused.content.decode()
    loyalty.set_blocked(made.id, blocked=True, reason="Lost", actor=ACTOR, at=clock.now())
    assert browser.post("/en/voucher/", {"code": made.code}).status_code == 422
