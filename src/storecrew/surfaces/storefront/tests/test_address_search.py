"""U010: the address search of the checkout is a comfort: offered where a service knows the country."""

from __future__ import annotations

import html
import json
import re

import pytest
from django.test import Client

from storecrew.contexts.shipping import public as shipping

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode()


def test_u010_the_form_of_korea_has_a_search_and_others_have_none(shop):
    visitor = Client(headers={"Origin": "http://testserver"})
    visitor.cookies["channel"] = "kr"
    visitor.post("/ko/cart/add/", {"sku": "STOOL", "quantity": 1})
    assert "data-lookup" in text(visitor.get("/ko/checkout/details/"))
    visitor.cookies["channel"] = "eu"
    visitor.post("/en/cart/add/", {"sku": "STOOL", "quantity": 1})
    assert "data-lookup" not in text(visitor.get("/en/checkout/details/"))


def test_u010_what_was_found_can_be_chosen_into_the_fields(shop, browser):
    answer = browser.post("/ko/checkout/address-search/", {"lookup": "테헤란로", "country": "KR"})
    assert answer.headers["Cache-Control"] == "no-store"
    [found] = re.findall(r"data-fill='([^']+)'", text(answer))
    chosen = json.loads(html.unescape(found))
    assert (chosen["postal_code"], chosen["city"]) == ("06236", "강남구")
    nothing = browser.post("/ko/checkout/address-search/", {"lookup": "없는곳", "country": "KR"})
    assert "data-fill" not in text(nothing)


def test_flt_11_without_an_answer_the_fields_are_named(shop, browser, monkeypatch):
    def silent(*_args, **_more):
        raise shipping.LookupSilent

    monkeypatch.setattr(shipping, "find_addresses", silent)
    page = text(browser.post("/en/checkout/address-search/", {"lookup": "abc", "country": "KR"}))
    assert "Please type your address into the fields." in page
