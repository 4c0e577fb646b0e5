"""The pretended bank's page: it shows, takes one answer, leads back to our own hosts, and can be gone."""

from __future__ import annotations

import pytest

from storecrew.contexts.payments import public as payments
from storecrew.contexts.payments.tests.factories import AT, begun
from storecrew.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting():
    payment = begun()
    outcome = payments.authorize(payment.id, token="tok_3ds", return_url="/en/order/x/")
    return payments.settle(payment.id, outcome, at=AT)


def test_get_shows_the_amount_and_changes_nothing(client, waiting):
    page = client.get(waiting.redirect_url)
    assert page.status_code == 200
    assert "€53.70" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert payments.payment(waiting.id).status == "action_required"


def test_it_speaks_the_language_of_the_page_that_the_shopper_goes_back_to(client):
    payment = begun()
    back = "https://shop.example/ko/checkout/return/"
    outcome = payments.authorize(payment.id, token="tok_3ds", return_url=back)
    page = client.get(outcome.redirect_url, headers={"Accept-Language": "en"}).content.decode()
    assert '<html lang="ko">' in page and "Test bank" not in page


@pytest.mark.parametrize(
    ("answer", "status"), [("approve", "authorized"), ("refuse", "failed"), ("", "failed")]
)
def test_the_answer_reaches_the_ledger_and_leads_back(client, waiting, answer, status):
    response = client.post(waiting.redirect_url, {"answer": answer})
    assert (response.status_code, response["Location"]) == (302, "/en/order/x/")
    assert payments.payment(waiting.id).status == status
    assert "answered already" in client.get(waiting.redirect_url).content.decode()


def test_it_never_leads_to_a_foreign_host(client):
    payment = begun()
    outcome = payments.authorize(payment.id, token="tok_3ds", return_url="https://evil.example/")
    with clock.frozen(AT):
        assert client.post(outcome.redirect_url, {"answer": "approve"})["Location"] == "/"


def test_an_unknown_charge_is_not_found(client):
    assert client.get("/payments/simulator/sim_none/").status_code == 404
    assert client.post("/payments/simulator/sim_none/").status_code == 404


def test_aut_07_the_answer_needs_the_forms_token(waiting):
    from django.test import Client

    assert (
        Client(enforce_csrf_checks=True).post(waiting.redirect_url, {"answer": "approve"}).status_code == 403
    )


def test_ops_05_without_the_simulator_no_answer_is_taken(client, waiting, settings):
    settings.STORECREW_GATEWAYS = ["bank_transfer"]
    assert client.post(waiting.redirect_url, {"answer": "approve"}).status_code == 404
    assert payments.payment(waiting.id).status == "action_required"
