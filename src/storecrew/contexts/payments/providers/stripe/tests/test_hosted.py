"""Paying on Stripe's own page: one payment, whatever comes back first, and nothing when nobody paid."""

from __future__ import annotations

import datetime as dt
import itertools
import json

import pytest

from storecrew.contexts.orders.tests.factories import line, make_order, make_variants
from storecrew.contexts.payments import public as payments
from storecrew.contexts.payments.models import Payment
from storecrew.contexts.payments.providers.signatures import sign
from storecrew.contexts.payments.providers.stripe.tests.fake_stripe import FakeStripe
from storecrew.contexts.payments.tests.factories import ACTOR, AT, assert_books_balance, begun, cents, pay
from storecrew.kernel.money import Money

pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(minutes=15)
SECRET = "whsec_of_ours"


@pytest.fixture
def stripe(settings):
    settings.STORECREW_GATEWAYS = ["stripe"]
    settings.STORECREW_STRIPE_SECRET_KEY = "sk_test_ours"
    settings.STORECREW_STRIPE_WEBHOOK_SECRET = SECRET
    settings.STORECREW_STRIPE_TIMEOUT = 0.6
    server = FakeStripe()
    settings.STORECREW_STRIPE_API_BASE = server.url
    yield server
    server.close()


def on_the_page(order=None) -> payments.PaymentFacts:
    return pay("", order, gateway="stripe", return_url="https://shop.example/en/checkout/return/")


def page_of(stripe: FakeStripe, payment: payments.PaymentFacts) -> dict:
    return stripe.pages.sessions[payment.reference]


def told(stripe: FakeStripe, kind: str, thing: dict, at: dt.datetime = AT) -> payments.WebhookReceipt:
    body = stripe.pages.event(kind, json.loads(json.dumps(thing)))
    headers = {"Stripe-Signature": sign(body, secret=SECRET, at=at)}
    return payments.handle_webhook("stripe", headers=headers, body=body, at=at)


def test_the_shopper_is_sent_to_stripes_page_with_what_it_must_know(stripe):
    payment = on_the_page()
    page = page_of(stripe, payment)
    assert (payment.status, payment.redirect_url) == ("action_required", page["url"])
    assert (page["amount_total"], page["currency"]) == (payment.amount.amount, "eur")
    assert page["name"].startswith("SC-")
    assert page["customer_email"] and page["locale"] == "en"
    assert page["client_reference_id"] == page["metadata"]["storecrew_key"] == payment.key
    assert page["intent"]["metadata"]["storecrew_key"] == payment.key
    assert page["success_url"] == "https://shop.example/en/checkout/return/"
    assert stripe.intents == {}, "nothing is charged before the shopper pays"


@pytest.mark.parametrize(
    ("setting", "method", "status"),
    [("shipping", "manual", "authorized"), ("placing", "automatic", "captured")],
)
def test_money_is_held_or_taken_as_the_setting_says(stripe, settings, setting, method, status):
    settings.STORECREW_CAPTURE = setting
    payment = on_the_page()
    assert page_of(stripe, payment)["intent"]["capture_method"] == method
    stripe.pages.pay(payment.reference, "pay")
    payments.reconcile(payment.id, at=AT)
    after = payments.payment(payment.id)
    assert (after.status, after.authorized) == (status, payment.amount)
    assert after.reference.startswith("pi_"), "capture and refund speak to the intent"
    assert_books_balance()


def news(stripe: FakeStripe, payment: payments.PaymentFacts) -> dict:
    page = page_of(stripe, payment)
    intent = stripe.intents[page["payment_intent"]]
    kind = "succeeded" if intent["status"] == "succeeded" else "amount_capturable_updated"
    return {
        "return": lambda: payments.reconcile(payment.id, at=AT),
        "session": lambda: told(stripe, "checkout.session.completed", stripe.pages.seen(page)),
        "intent": lambda: told(stripe, f"payment_intent.{kind}", intent),
    }


@pytest.mark.parametrize("setting", ["shipping", "placing"])
@pytest.mark.parametrize("order", list(itertools.permutations(["return", "session", "intent"])))
def test_con_16_return_session_and_intent_in_any_order_twice_settle_once(stripe, settings, setting, order):
    settings.STORECREW_CAPTURE = setting
    payment = on_the_page()
    stripe.pages.pay(payment.reference, "pay")
    known = news(stripe, payment)
    for name in (*order, *order):
        known[name]()
    after = payments.payment(payment.id)
    assert (after.status, after.authorized) == (
        "captured" if setting == "placing" else "authorized",
        payment.amount,
    )
    successes = [
        item
        for item in payments.events_of_order(payment.order_id)
        if item.kind == "success" and item.operation == "authorize"
    ]
    assert len(successes) == 1
    assert_books_balance()


def test_a_refused_card_on_the_page_is_not_the_end(stripe):
    """The shopper may try another card there, so the order waits."""
    payment = on_the_page()
    assert stripe.pages.pay(payment.reference, "decline") is False
    page = page_of(stripe, payment)
    receipt = told(stripe, "payment_intent.payment_failed", stripe.intents[page["payment_intent"]])
    assert receipt.state == "ignored"
    payments.reconcile(payment.id, at=AT)
    waiting = payments.payment(payment.id)
    assert (waiting.status, waiting.redirect_url) == ("action_required", page["url"])
    stripe.pages.pay(payment.reference, "pay")
    payments.reconcile(payment.id, at=AT)
    assert payments.payment(payment.id).status == "authorized"


def test_a_page_that_ended_unpaid_ends_the_payment(stripe):
    payment = on_the_page()
    stripe.pages.expire(payment.reference)
    told(stripe, "checkout.session.expired", stripe.pages.seen(page_of(stripe, payment)))
    after = payments.payment(payment.id)
    assert (after.status, after.code) == ("failed", "expired")
    payments.reconcile(payment.id, at=AT)
    assert payments.payment(payment.id).status == "failed"


def test_con_11_who_never_pays_finds_the_page_closed(stripe):
    payment = on_the_page()
    payments.reconcile(payment.id, at=AT + dt.timedelta(minutes=61))
    assert payments.payment(payment.id).code == "expired"
    assert page_of(stripe, payment)["status"] == "expired", "nobody can pay for an order that ended"


def test_con_10_an_order_that_ends_closes_the_page(stripe):
    payment = on_the_page()
    payments.return_money(payment.order_id, reason="canceled", at=AT)
    payments.carry_out_returns(order_id=payment.order_id, at=AT)
    assert page_of(stripe, payment)["status"] == "expired"
    assert payments.payment(payment.id).status == "failed"


def test_con_10_who_paid_before_the_order_ended_gets_the_money_back(stripe):
    payment = on_the_page()
    stripe.pages.pay(payment.reference, "pay")
    payments.return_money(payment.order_id, reason="canceled", at=AT)
    payments.carry_out_returns(order_id=payment.order_id, at=AT)
    after = payments.payment(payment.id)
    assert (after.status, after.voided) == ("voided", payment.amount)
    assert stripe.intents[after.reference]["status"] == "canceled"
    assert_books_balance()


def test_the_life_after_the_page_is_that_of_an_intent(stripe):
    payment = on_the_page()
    stripe.pages.pay(payment.reference, "pay")
    payments.reconcile(payment.id, at=AT)
    payments.capture(payment.id, key="c", actor=ACTOR, at=AT)
    result = payments.refund(payment.id, amount=cents(700), key="r", reason="x", actor=ACTOR, at=AT)
    assert result.status == "refunded"
    assert [item["amount"] for item in stripe.refunds.values()] == [700]
    assert_books_balance()


@pytest.mark.parametrize("trouble", ["timeout", "lost", "500", "reset"])
def test_flt_07_without_a_page_nothing_can_be_paid(stripe, trouble):
    stripe.misbehave("/v1/checkout/sessions", trouble, trouble)
    payment = on_the_page()
    assert (payment.status, payment.code) == ("failed", "gateway_unreachable")
    assert stripe.intents == {}


def test_flt_07_one_lost_answer_is_one_page(stripe):
    stripe.misbehave("/v1/checkout/sessions", "timeout")
    assert on_the_page().status == "action_required"
    assert len(stripe.pages.sessions) == 1


def test_flt_07_a_page_whose_id_was_lost_is_found_by_our_key(stripe):
    payment = begun(gateway="stripe")
    outcome = payments.authorize(payment.id, return_url="https://shop.example/")
    stripe.pages.pay(outcome.reference, "pay")
    Payment.objects.update(gateway_reference="")
    assert payments.reconcile(payment.id, at=LATER).status == "authorized"
    assert_books_balance()


def test_flt_07_a_silent_stripe_leaves_the_payment_waiting(stripe):
    payment = on_the_page()
    stripe.pages.pay(payment.reference, "pay")
    stripe.misbehave(payment.reference, "500", "500")
    payments.reconcile(payment.id, at=AT)
    assert payments.payment(payment.id).status == "action_required"
    payments.reconcile(payment.id, at=AT)
    assert payments.payment(payment.id).status == "authorized"


@pytest.mark.parametrize(("currency", "unit", "theirs"), [("KRW", 5800, 5800), ("KWD", 1230, 1230)])
def test_mon_02_the_page_shows_the_currencys_own_unit(stripe, currency, unit, theirs):
    order = make_order(line(make_variants(1)[0], unit=unit), shipping=0, currency=currency)
    payment = on_the_page(order)
    assert page_of(stripe, payment)["amount_total"] == theirs
    stripe.pages.pay(payment.reference, "pay")
    told(stripe, "checkout.session.completed", stripe.pages.seen(page_of(stripe, payment)))
    assert payments.payment(payment.id).authorized == Money(unit, currency)


def test_mon_02_an_amount_without_a_unit_there_opens_no_page(stripe):
    awkward = make_order(line(make_variants(1)[0], unit=1234), shipping=0, currency="KWD")
    assert on_the_page(awkward).code == "amount_not_supported"
    assert stripe.pages.sessions == {}


def test_it_is_offered_with_its_keys_only(settings):
    settings.STORECREW_GATEWAYS = ["stripe", "bank_transfer"]
    for names in ((), ("SECRET_KEY",), ("SECRET_KEY", "WEBHOOK_SECRET")):
        for name in ("SECRET_KEY", "WEBHOOK_SECRET"):
            setattr(settings, f"STORECREW_STRIPE_{name}", "x" if name in names else "")
        codes = [one.code for one in payments.available_gateways()]
        assert codes == (["stripe"] if len(names) == 2 else []) + ["bank_transfer"]
    with pytest.raises(payments.GatewayNotAvailable):
        settings.STORECREW_STRIPE_SECRET_KEY = ""
        begun(gateway="stripe")


@pytest.mark.parametrize("by_message", [True, False])
def test_abu_05_the_card_that_paid_is_known_again_whoever_tells_of_it(stripe, by_message):
    first, second = (_paid_on_the_page(stripe, by_message) for _ in range(2))
    assert first.card == second.card != "" and "fp_" not in first.card, "a keyed hash, not Stripe's name"
    other = pay("pm_card_visa", gateway="stripe")
    assert other.card not in ("", first.card)


def test_abu_05_a_card_that_cannot_be_asked_for_keeps_no_money_waiting(stripe):
    payment = on_the_page()
    stripe.pages.pay(payment.reference, "pay")
    stripe.misbehave(page_of(stripe, payment)["payment_intent"], *["500"] * 4)
    told(stripe, "checkout.session.completed", stripe.pages.seen(page_of(stripe, payment)))
    found = payments.payment(payment.id)
    assert (found.status, found.card) == ("authorized", "")


def _paid_on_the_page(stripe: FakeStripe, by_message: bool) -> payments.PaymentFacts:
    payment = on_the_page()
    stripe.pages.pay(payment.reference, "pay")
    if by_message:
        told(stripe, "checkout.session.completed", stripe.pages.seen(page_of(stripe, payment)))
    else:
        payments.reconcile(payment.id, at=AT)
    return payments.payment(payment.id)
