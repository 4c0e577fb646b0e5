"""Pages of mails: signing up, one's own page, stopping by one press, counted links (PRV-04, RFC 8058)."""

from __future__ import annotations

import json

import pytest
from django.core import signing
from django.test import Client

from storecrew.contexts.customers import public as customers
from storecrew.contexts.customers.models import Contact
from storecrew.contexts.marketing.operations.composing import CLICK
from storecrew.contexts.marketing.providers.mail_reports.simulator import HEADER, secret
from storecrew.kernel import clock, signatures
from storecrew.kernel.mail.models import Mail
from storecrew.surfaces.storefront.tests.factories import make_shop

pytestmark = pytest.mark.django_db
ORIGIN = {"Origin": "http://testserver"}


@pytest.fixture
def browser():
    make_shop()
    return Client(headers=ORIGIN)


def sign_up(browser: Client, email: str = "ann@example.com") -> str:
    fields = {"email": email, "topic": ["news", "offers"]}
    return browser.post("/en/mail/", fields).content.decode()


def test_prv_04_signing_up_asks_by_mail_and_answers_the_same_to_everybody(browser):
    assert "Write to me" in browser.get("/en/mail/").content.decode()
    first = sign_up(browser)
    assert "look into your mailbox" in first
    token = Contact.objects.get().token
    assert f"/en/mail/{token}/" in Mail.objects.get().text
    page = browser.get(f"/en/mail/{token}/").content.decode()
    assert "You were asked whether we may write to you." in page
    assert customers.consents_of(token).topics == {"news": "asked", "offers": "asked"}, (
        "reading changes nothing"
    )
    browser.post(f"/en/mail/{token}/", {"action": "confirm"})
    assert customers.consents_of(token).topics == {"news": "given", "offers": "given"}
    browser.post(f"/en/mail/{token}/", {"action": "keep", "topic": ["news", "surveys"]})
    assert customers.consents_of(token).topics == {"news": "given", "offers": "withdrawn", "surveys": "given"}
    assert "look into your mailbox" in sign_up(browser)
    assert browser.post("/en/mail/", {"email": "nonsense"}).status_code == 422
    assert browser.get("/en/mail/unknown/").status_code == 404


def test_prv_04_one_press_of_the_mail_program_stops_and_reading_never_does(browser):
    sign_up(browser)
    token = Contact.objects.get().token
    customers.confirm_consent(token, at=clock.now())
    url = f"/en/mail/{token}/stop/offers/"
    assert browser.get(url).status_code == 302
    assert customers.consents_of(token).topics["offers"] == "given"
    program = Client(enforce_csrf_checks=True)
    assert program.post(url, {"List-Unsubscribe": "One-Click"}).status_code == 302
    assert customers.consents_of(token).topics == {"news": "given", "offers": "withdrawn"}
    program.post(f"/en/mail/{token}/stop/all/")
    assert set(customers.consents_of(token).topics.values()) == {"withdrawn"}
    assert program.post("/en/mail/unknown/stop/all/").status_code == 404


def test_a_counted_link_leads_into_the_shop_and_nowhere_else(browser):
    good = signing.dumps(["nobody", "/en/categories/"], salt=CLICK)
    assert browser.get(f"/mail/click/{good}/")["Location"] == "/en/categories/"
    bad = signing.dumps(["nobody", "https://evil.example/"], salt=CLICK)
    for link in (bad, good[:-1], "nonsense"):
        assert browser.get(f"/mail/click/{link}/")["Location"] == "/en/"
    answer = browser.get("/mail/open/nonsense.gif")
    assert answer["Content-Type"] == "image/gif"
    assert "no-store" in answer["Cache-Control"]


def test_bad_07_reports_of_a_mail_provider_are_believed_signed(browser):
    sign_up(browser)
    body = json.dumps([{"kind": "complaint", "email": "ann@example.com"}]).encode()
    url = "/webhooks/mail/simulator/"
    assert Client().post(url, body, content_type="application/json").status_code == 403
    signed = {HEADER: signatures.sign(body, secret=secret(), at=clock.now())}
    answer = Client().post(url, body, content_type="application/json", headers=signed)
    assert answer.json() == {"new": 1}
    assert Contact.objects.get().suppressed_because == "complaint"
    assert Client().post("/webhooks/mail/nobody/", body, content_type="application/json").status_code == 404
