"""A gift voucher in the cart asks whom it is for."""

from __future__ import annotations

import datetime as dt

from django.test import Client

from storecrew.contexts.checkout.models import CartLine
from storecrew.contexts.loyalty import public as loyalty
from storecrew.kernel import clock
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


def test_mkt_23_a_cart_of_vouchers_asks_for_no_delivery_address(shop: TestShop) -> None:
    loyalty.sell_variant(shop.variants["LAMP-RED-L"], by_mail=5, actor=ACTOR, at=clock.now())
    browser = Client()
    browser.post("/en/cart/add/", {"sku": "LAMP-RED-L"})
    page = browser.get("/en/checkout/details/").content.decode()
    assert "Delivery address" not in page
    assert "nothing is sent there" in page
    browser.post("/en/cart/add/", {"sku": "MUG-RED"})
    page = browser.get("/en/checkout/details/").content.decode()
    assert "Delivery address" in page
    assert "nothing is sent there" not in page
