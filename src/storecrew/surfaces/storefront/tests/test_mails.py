"""Pages of mails: signing up, one's own page, stopping by one press, counted links (PRV-04, RFC 8058)."""

from __future__ import annotations

import json

import pytest
from allauth.account.models import EmailAddress
from django.core import signing
from django.test import Client

from storecrew.contexts.customers import public as customers
from storecrew.contexts.customers.models import Contact
from storecrew.contexts.marketing.operations.composing import CLICK
from storecrew.contexts.marketing.providers.mail_reports.simulator import HEADER, secret
from storecrew.contexts.people.models import User
from storecrew.kernel import clock, signatures
from storecrew.kernel.mail.models import Mail
from storecrew.surfaces.storefront.account.access import join_customer
from storecrew.surfaces.storefront.tests.buying import ADDRESS, fill
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


def test_an_address_that_is_none_is_refused_with_its_next_step_once(browser):
    page = browser.post("/en/mail/", {"email": "nobody", "topic": ["news"]}).content.decode()
    assert page.count("Write it like name@example.com.") == 1


def test_prv_04_one_press_of_the_mail_program_stops_and_reading_never_does(browser):
    sign_up(browser)
    token = Contact.objects.get().token
    customers.confirm_consent(token, at=clock.now())
    url = f"/en/mail/{token}/stop/offers/"
    assert browser.get(url).status_code == 302
    assert customers.consents_of(token).topics["offers"] == "given"
    program = Client(enforce_csrf_checks=True)
    assert program.post(url, {"List-Unsubscribe": "One-Click"}).status_code == 200, "no way to another page"
    assert customers.consents_of(token).topics == {"news": "given", "offers": "withdrawn"}
    program.post(f"/en/mail/{token}/stop/all/")
    assert set(customers.consents_of(token).topics.values()) == {"withdrawn"}
    assert program.post("/en/mail/unknown/stop/all/").status_code == 404


def test_prv_04_the_box_at_the_checkout_is_empty_and_asks_by_mail(browser):
    fill(browser)
    page = browser.get("/en/checkout/details/").content.decode()
    assert '<input type="checkbox" name="write_to_me" value="1">' in page
    browser.post("/en/checkout/details/", ADDRESS)
    assert not Contact.objects.exists(), "who ticks nothing is asked nothing"
    wrong = browser.post("/en/checkout/details/", ADDRESS | {"write_to_me": "1", "city": ""})
    assert wrong.status_code == 422
    assert '<input type="checkbox" name="write_to_me" value="1" checked>' in wrong.content.decode()
    assert not Contact.objects.exists()
    for _again in range(2):
        answer = browser.post("/en/checkout/details/", ADDRESS | {"write_to_me": "1"})
        assert answer["Location"] == "/en/checkout/delivery/"
    contact = Contact.objects.get()
    assert contact.email == ADDRESS["email"]
    assert customers.consents_of(contact.token).topics == {"news": "asked", "offers": "asked"}
    assert {proof.source for proof in contact.proofs.all()} == {"checkout"}
    assert Mail.objects.filter(to=ADDRESS["email"]).count() == 1


def test_prv_04_a_limit_of_asking_does_not_stop_the_checkout(browser, monkeypatch):
    def too_many(*_args, **_named):
        raise customers.InvalidEmail(email="")

    fill(browser)
    monkeypatch.setattr(customers, "ask_consent", too_many)
    answer = browser.post("/en/checkout/details/", ADDRESS | {"write_to_me": "1"})
    assert answer["Location"] == "/en/checkout/delivery/"


def test_prv_04_a_customer_who_agreed_is_not_asked_again(browser):
    user = User.objects.create_user(email="mina@example.com", password="long enough for tests", name="Mina")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    join_customer(user)
    browser.force_login(user)
    fill(browser)
    answer = browser.post("/en/checkout/details/", ADDRESS | {"write_to_me": "1"})
    assert answer["Location"] == "/en/checkout/delivery/"
    assert customers.consents_of(Contact.objects.get().token).topics == {"news": "given", "offers": "given"}
    assert "write_to_me" not in browser.get("/en/checkout/details/").content.decode()


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
