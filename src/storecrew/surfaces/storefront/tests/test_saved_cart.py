"""U012: the pages of a cart that goes along to another device."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from storecrew.kernel.mail.models import Mail

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode()


def a_browser() -> Client:
    return Client(headers={"Origin": "http://testserver"})


@pytest.fixture
def link(shop) -> str:
    first = a_browser()
    first.post("/en/cart/add/", {"sku": "STOOL", "quantity": 2})
    answer = first.post("/en/cart/save/", {"email": "mina@example.com"})
    assert answer.headers["Location"] == "/en/cart/?saved=1"
    assert "The link to your cart is on its way." in text(first.get("/en/cart/?saved=1"))
    found = re.search(r"/en/cart/saved/[^/]+/", Mail.objects.get().text)
    assert found
    return found[0]


def test_u012_the_link_shows_the_cart_and_its_button_fills_this_browsers(link):
    second = a_browser()
    page = second.get(link)
    assert "Oak stool" in text(page)
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert page.headers["Cache-Control"] == "no-store"
    assert "sc_cart" not in second.cookies, "R16: opening a link changes nothing"
    assert second.post(link).headers["Location"] == "/en/cart/"
    cart = text(second.get("/en/cart/"))
    assert "Oak stool" in cart
    assert 'value="2"' in cart


def test_a_link_that_ended_says_what_to_do(shop):
    answer = a_browser().get("/en/cart/saved/nonsense/")
    assert answer.status_code == 404
    assert "Save the cart again on the device where it is." in text(answer)


def test_a_wrong_address_is_refused_beside_its_field(shop):
    visitor = a_browser()
    visitor.post("/en/cart/add/", {"sku": "STOOL", "quantity": 1})
    answer = visitor.post("/en/cart/save/", {"email": "nobody"})
    assert answer.status_code == 422
    assert "Enter an e-mail address such as" in text(answer)


def test_aut_07_saving_needs_the_token_of_the_page(shop):
    stranger = Client(enforce_csrf_checks=True, headers={"Origin": "https://evil.example"})
    assert stranger.post("/en/cart/save/", {"email": "mina@example.com"}).status_code == 403
