"""Pages of accounts speak the language of the shop page that people come from or go back to."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en"}


def tongue(response) -> str:
    return response.content.decode().split('<html lang="', 1)[1].split('"', 1)[0]


@pytest.mark.parametrize(
    ("path", "more", "language"),
    [
        ("/accounts/login/?next=/ko/checkout/", {}, "ko"),
        ("/accounts/login/", {"Referer": "http://testserver/ko/cart/"}, "ko"),
        ("/accounts/login/?next=/en/account/", {"Referer": "http://testserver/ko/cart/"}, "en"),
        ("/accounts/login/", {"Referer": "https://elsewhere.example/ko/cart/"}, "en"),
        ("/accounts/login/?next=/admin/", {}, "en"),
        ("/accounts/login/?next=//elsewhere.example/xx/", {}, "en"),
        ("/accounts/login/", {}, "en"),
        ("/accounts/login/?language=ko", {}, "ko"),
        ("/accounts/login/?next=/en/account/&language=ko", {}, "ko"),
        ("/accounts/login/?next=/ko/account/&language=xx", {}, "ko"),
    ],
)
def test_the_door_speaks_the_language_of_the_shop_page(client, path, more, language):
    assert tongue(client.get(path, headers=ENGLISH | more)) == language


def test_it_keeps_it_from_page_to_page_and_nowhere_else():
    client = Client()
    found = client.get("/accounts/login/?next=/ko/checkout/", headers=ENGLISH)
    cookie = found.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (cookie.value, cookie["path"], cookie["httponly"]) == ("ko", "/accounts/", True)
    assert tongue(client.get("/accounts/signup/", headers=ENGLISH)) == "ko"
    refused = client.post("/accounts/login/", {"login": "a@x.example", "password": "no"}, headers=ENGLISH)
    assert tongue(refused) == "ko"


def test_other_addresses_without_a_language_are_left_alone(client):
    found = client.get("/api/v1/products?next=/ko/", headers=ENGLISH | {"Referer": "http://testserver/ko/"})
    assert settings.LANGUAGE_COOKIE_NAME not in found.cookies


def test_the_door_can_be_read_in_every_language_and_keeps_where_it_leads(client):
    page = client.get("/accounts/login/?next=/en/checkout/", headers=ENGLISH).content.decode()
    assert 'href="/accounts/login/?next=%2Fen%2Fcheckout%2F&amp;language=ko" hreflang="ko"' in page
    assert "한국어" in page and 'href="/en/help/"' in page
    assert (
        tongue(client.get("/accounts/login/?next=%2Fen%2Fcheckout%2F&language=ko", headers=ENGLISH)) == "ko"
    )
    assert tongue(client.get("/accounts/signup/", headers=ENGLISH)) == "ko", "the choice stays"
