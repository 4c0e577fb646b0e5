"""U043: the accessibility statement and its form."""

from __future__ import annotations

import pytest
from django.test import Client

from storecrew.contexts.content.models import ContentPage
from storecrew.contexts.work.models import Task

pytestmark = pytest.mark.django_db
ADDRESS = "/en/accessibility/report/"


def text(response) -> str:
    return response.content.decode()


def test_u043_the_statement_is_a_page_of_the_shop_in_both_languages(shop):
    assert "European standard EN 301 549" in text(Client().get("/en/accessibility/"))
    assert "유럽 표준 EN 301 549" in text(Client().get("/ko/accessibility/"))
    ContentPage.objects.filter(slug="accessibility").delete()
    assert "European standard EN 301 549" in text(Client().get("/en/accessibility/")), "ours, without theirs"


def test_u043_a_report_knows_the_page_and_not_its_key(shop, browser):
    own = {"Referer": "http://testserver/en/order/abc123/"}
    form = text(browser.get(ADDRESS, headers=own))
    assert 'value="/en/order/…/"' in form
    assert "abc123" not in form
    assert "evil" not in text(browser.get(ADDRESS, headers={"Referer": "https://evil.example/x/"}))
    body = {"words": "No focus", "page": "/en/order/abc123/", "device": "", "email": ""}
    answer = browser.post(ADDRESS, body)
    assert answer.headers["Location"] == f"{ADDRESS}?sent=1"
    assert "Thank you" in text(browser.get(f"{ADDRESS}?sent=1"))
    assert "abc123" not in Task.objects.get(code="accessibility_barrier").detail


def test_what_was_typed_stays_and_the_sentence_is_at_its_field(shop, browser):
    answer = browser.post(ADDRESS, {"words": "No focus", "email": "mina@", "page": "cart"})
    assert answer.status_code == 422
    for part in ("No focus</textarea>", 'href="#f-email"', 'value="cart"'):
        assert part in text(answer)


def test_aut_07_another_site_cannot_send_it(shop):
    stranger = Client(enforce_csrf_checks=True, headers={"Origin": "https://evil.example"})
    assert stranger.post(ADDRESS, {"words": "x"}).status_code == 403
