"""U024: the form under a sold-out variant, and the pages behind the links of its mails."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from storecrew.contexts.checkout.models import WaitListEntry
from storecrew.kernel.mail.models import Mail

pytestmark = pytest.mark.django_db
SOLD_OUT = {"sku": "LAMP-RED-L", "email": "mina@example.com"}


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def link(shop, browser) -> str:
    page = text(browser.get("/en/p/desk-lamp/?variant=LAMP-RED-L"))
    assert 'action="/en/p/desk-lamp/tell-me/"' in page
    answer = browser.post("/en/p/desk-lamp/tell-me/", SOLD_OUT)
    assert "please look at your mail" in text(answer)
    return re.search(r"/en/waiting/[^/]+/", Mail.objects.get().text)[0]


def test_u024_the_mail_leads_to_a_page_whose_buttons_confirm_and_forget(link):
    visitor = Client()
    page = visitor.get(link)
    assert "Desk lamp" in text(page)
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert WaitListEntry.objects.get().state == "asked", "R16: opening a link changes nothing"
    assert visitor.post(link, {"action": "yes"}).headers["Location"] == link
    assert "You get one mail" in text(visitor.get(link))
    gone = visitor.post(link, {"action": "stop"}, follow=True)
    assert (gone.status_code, WaitListEntry.objects.count()) == (200, 0)
    assert "You are forgotten" in text(gone)
    assert visitor.get(link).status_code == 404


def test_the_button_of_a_mail_program_needs_no_cookie_and_no_page(link):
    program = Client(enforce_csrf_checks=True)
    assert program.get(f"{link}stop/").headers["Location"] == link
    assert WaitListEntry.objects.count() == 1
    assert program.post(f"{link}stop/", {"List-Unsubscribe": "One-Click"}).status_code == 302
    assert WaitListEntry.objects.count() == 0


def test_a_wrong_address_is_refused_beside_its_field_and_kept(shop, browser):
    answer = browser.post("/en/p/desk-lamp/tell-me/", SOLD_OUT | {"email": "mina@"})
    assert answer.status_code == 422
    assert "Enter an e-mail address such as" in text(answer)
    assert 'value="mina@"' in text(answer)


def test_what_is_in_stock_needs_no_waiting(shop, browser):
    assert "tell-me" not in text(browser.get("/en/p/desk-lamp/?variant=LAMP-RED-S"))
    quiet = browser.post(
        "/en/p/desk-lamp/tell-me/", SOLD_OUT | {"sku": "LAMP-RED-S"}, headers={"HX-Request": "true"}
    )
    assert quiet.status_code == 200
    assert "in stock again" in text(quiet)


def test_aut_07_a_form_of_another_site_leaves_no_address(shop):
    stranger = Client(enforce_csrf_checks=True, headers={"Origin": "https://evil.example"})
    assert stranger.post("/en/p/desk-lamp/tell-me/", SOLD_OUT).status_code == 403
    assert not WaitListEntry.objects.exists()
