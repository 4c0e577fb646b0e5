"""IT-16: what has no public price is shown, cannot be bought, and leads to a person."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.pricing import public as pricing
from storecrew.kernel import clock
from storecrew.surfaces.storefront.tests.factories import ACTOR, TestShop, settle

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode()


def ask_for(shop: TestShop, *skus: str) -> None:
    pricing.set_prices(
        rows=[pricing.PriceRow(shop.variants[sku], None, on_request=True) for sku in skus],
        channel=shop.channel,
        actor=ACTOR,
        at=clock.now(),
    )
    settle()


@pytest.fixture
def asked(shop: TestShop) -> TestShop:
    ask_for(shop, "STOOL")
    return shop


@pytest.fixture
def buyer() -> Client:
    return Client(headers={"Origin": "http://testserver"})


def test_it_16_the_page_says_so_and_leads_to_a_person(asked, client):
    page = text(client.get("/en/p/oak-stool/"))
    assert page.count("Price on request") >= 2
    assert 'href="/en/help/#contact"' in page
    assert "Please name the article number: STOOL" in page
    assert 'form="add"' not in page
    assert "€" not in page.split('<section class="buy"')[1].split("</section>")[0]


def test_it_16_machines_read_no_offer_and_no_price(asked, client):
    page = text(client.get("/en/p/oak-stool/"))
    data = [
        json.loads(one)
        for one in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    ]
    product = next(one for one in data if one["@type"] == "Product")
    assert "offers" not in product
    assert product["sku"] == "STOOL"
    assert "product:price:amount" not in page


@pytest.mark.parametrize("path", ["c/kitchen/", "search/", "search/?q=stool"])
def test_it_16_cards_say_so(asked, client, path):
    page = text(client.get(f"/en/{path}"))
    assert "Oak stool" in page
    assert "Price on request" in page


def test_it_16_a_product_with_one_public_price_shows_that_one(shop, client):
    ask_for(shop, "MUG-RED")
    assert "Price on request" not in text(client.get("/en/c/kitchen/mugs/"))
    page = text(client.get("/en/p/enamel-mug/?variant=MUG-RED"))
    assert "Price on request" in page
    assert "In stock in another variant" not in page
    assert 'form="add"' in text(client.get("/en/p/enamel-mug/?variant=MUG-BLUE"))


@pytest.mark.parametrize("by_script", [True, False])
def test_it_16_it_cannot_be_put_into_a_cart(asked, buyer, by_script):
    headers = {"HX-Request": "true"} if by_script else {}
    answer = buyer.post("/en/cart/add/", {"sku": "STOOL", "quantity": 1}, headers=headers)
    assert "The price of this article is on request." in text(answer)
    assert "Ask us for an offer." in text(answer)
    assert answer.status_code == (200 if by_script else 409)


def test_it_16_a_cart_that_has_it_says_what_to_do(shop, buyer):
    buyer.post("/en/cart/add/", {"sku": "STOOL", "quantity": 1})
    ask_for(shop, "STOOL")
    page = text(buyer.get("/en/cart/"))
    assert "The price is on request now. Please remove it and ask us for an offer." in page
    assert 'aria-disabled="true"' in page


def test_it_16_over_rest_the_price_is_null_and_the_code_says_why(asked, client):
    found = client.get("/api/v1/products/oak-stool").json()["variants"][0]
    assert (found["price"], found["availability"], found["available"]) == (None, "on_request", False)
    listed = {one["slug"]: one for one in client.get("/api/v1/products").json()["items"]}["oak-stool"]
    assert (listed["price"], listed["availability"], listed["available"]) == (None, "on_request", False)
    cart = client.post("/api/v1/carts", "{}", content_type="application/json").json()["id"]
    body = json.dumps({"sku": "STOOL", "quantity": 1})
    answer = client.post(f"/api/v1/carts/{cart}/lines", body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (409, "price_on_request")


def test_it_16_a_price_that_comes_back_makes_it_for_sale(asked, buyer):
    pricing.set_prices(
        rows=[pricing.PriceRow(asked.variants["STOOL"], 4900)],
        channel=asked.channel,
        actor=ACTOR,
        at=clock.now(),
    )
    settle()
    assert buyer.post("/en/cart/add/", {"sku": "STOOL", "quantity": 1}).status_code == 302
    assert checkout.PriceOnRequest.code == "price_on_request"
