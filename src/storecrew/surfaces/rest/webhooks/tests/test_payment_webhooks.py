"""BAD-07: a message is believed only when signed, now, over these bytes; FLT-06: any delay passes."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from storecrew.contexts.payments import public as payments
from storecrew.contexts.payments.models import Payment, PaymentEvent, WebhookMessage
from storecrew.contexts.payments.operations import match_parked
from storecrew.contexts.payments.providers.signatures import sign
from storecrew.contexts.payments.providers.simulator.gateway import message_for, webhook_secret
from storecrew.contexts.payments.tests.factories import ACTOR, AT, assert_books_balance, begun, pay
from storecrew.kernel import clock

pytestmark = pytest.mark.django_db
URL = "/webhooks/payments/simulator/"


def send(client, body: bytes, signature: str | None, at: dt.datetime = AT, url: str = URL):
    headers = {} if signature is None else {"Simulator-Signature": signature}
    with clock.frozen(at):
        return client.post(url, body, content_type="application/json", headers=headers)


def signed(client, body: bytes, at: dt.datetime = AT):
    return send(client, body, sign(body, secret=webhook_secret(), at=at), at)


@pytest.fixture
def charged():
    payment = pay("tok_timeout_charged")
    assert payment.status == "unknown"
    return payment


def test_a_signed_message_reaches_the_ledger_once(client, charged):
    body = message_for(charged.key, "evt_1")
    assert signed(client, body).json() == {"state": "applied"}
    assert payments.payment(charged.id).status == "authorized"
    assert signed(client, body).json() == {"state": "repeated"}
    assert PaymentEvent.objects.filter(kind="success").count() == 1
    assert_books_balance()


@pytest.mark.parametrize(
    "signature", [None, "", "t=1", "v1=00", "t=1,v1=00", "t=x,v1=00", "t=1,t=2,v1=00", "ü"]
)
def test_bad_07_no_or_a_wrong_signature_changes_nothing(client, charged, signature):
    response = send(client, message_for(charged.key, "evt_1"), signature)
    assert response.status_code == 401
    assert response.json()["code"] == "bad_signature"
    assert payments.payment(charged.id).status == "unknown"
    assert WebhookMessage.objects.count() == 0


def test_bad_07_an_old_a_future_and_a_foreign_signature_are_refused(client, charged):
    body = message_for(charged.key, "evt_1")
    for signature in (
        sign(body, secret=webhook_secret(), at=AT - dt.timedelta(minutes=6)),
        sign(body, secret=webhook_secret(), at=AT + dt.timedelta(minutes=6)),
        sign(body, secret="another", at=AT),
    ):
        assert send(client, body, signature).status_code == 401


def test_bad_07_a_re_serialized_body_is_refused(client, charged):
    body = message_for(charged.key, "evt_1")
    again = json.dumps(json.loads(body), indent=1).encode()
    assert send(client, again, sign(body, secret=webhook_secret(), at=AT)).status_code == 401


@pytest.mark.parametrize(
    "body", [b"", b"nothing", b"[]", b"{}", b'{"id": 1, "key": "k", "charge": {"x": 1}}', b"[" * 100_000]
)
def test_bad_15_a_signed_body_that_cannot_be_read_is_refused(client, charged, body):
    assert signed(client, body).status_code == 400
    assert payments.payment(charged.id).status == "unknown"


def test_r18_without_a_secret_every_message_is_refused(client, settings):
    settings.STORECREW_STRIPE_WEBHOOK_SECRET = ""
    body = b"{}"
    with clock.frozen(AT):
        response = client.post(
            "/webhooks/payments/stripe/",
            body,
            content_type="application/json",
            headers={"Stripe-Signature": sign(body, secret="", at=AT)},
        )
    assert response.status_code == 401


def test_only_gateways_that_send_messages_have_a_door(client):
    assert send(client, b"{}", None, url="/webhooks/payments/nothing/").status_code == 404
    assert send(client, b"{}", None, url="/webhooks/payments/bank_transfer/").status_code == 401
    assert client.get(URL).status_code == 405


def test_a_message_that_is_too_large_is_refused(client):
    assert send(client, b"x" * (1024 * 1024 + 1), None).status_code == 413


def test_flt_06_a_message_for_an_unknown_payment_waits_and_is_matched_days_later(client, charged):
    body = message_for(charged.key, "evt_1")
    order_id, amount = charged.order_id, charged.amount
    PaymentEvent.objects.all().delete()
    Payment.objects.all().delete()
    assert signed(client, body).status_code == 202
    assert match_parked(at=AT) == 0
    again = payments.begin(
        order_id=order_id, gateway="simulator", amount=amount, key=charged.key, actor=ACTOR, at=AT
    )
    three_days = AT + dt.timedelta(days=3)
    assert match_parked(at=three_days) == 1
    assert match_parked(at=three_days) == 0
    assert payments.payment(again.id).status == "authorized"


@pytest.mark.parametrize("delay", [dt.timedelta(0), dt.timedelta(hours=1), dt.timedelta(days=3)])
def test_flt_06_any_delay_leads_to_the_same_state(client, delay):
    payment = begun()
    outcome = payments.authorize(payment.id, token="tok_capture_timeout")
    payments.settle(payment.id, outcome, at=AT)
    with pytest.raises(payments.GatewayUnreachable):
        payments.capture(payment.id, key="c", actor=ACTOR, at=AT)
    assert signed(client, message_for(payment.key, "evt_1"), AT + delay).status_code == 200
    after = payments.payment(payment.id)
    assert (after.status, after.captured) == ("captured", payment.amount)
    assert_books_balance()


def test_flt_06_a_message_during_our_call_is_not_lost(client, monkeypatch):
    """The webhook arrives after the gateway acted and before our call returned."""
    from storecrew.contexts.payments.providers.simulator.gateway import Simulator

    payment = begun()
    real = Simulator.authorize

    def slow(self, call):
        answer = real(self, call)
        assert signed(client, message_for(payment.key, "evt_1")).status_code == 200
        return answer

    monkeypatch.setattr(Simulator, "authorize", slow)
    outcome = payments.authorize(payment.id, token="tok_refund_timeout")
    payments.settle(payment.id, outcome, at=AT)
    assert payments.payment(payment.id).status == "authorized"
    assert PaymentEvent.objects.filter(kind="success").count() == 1
