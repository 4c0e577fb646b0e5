"""Stripe over real HTTP, against a server of ours that speaks its protocol."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storecrew.contexts.orders.tests.factories import line, make_order, make_variants
from storecrew.contexts.payments import public as payments
from storecrew.contexts.payments.models import Payment
from storecrew.contexts.payments.operations import match_parked
from storecrew.contexts.payments.providers.signatures import sign
from storecrew.contexts.payments.providers.stripe.amounts import NotExpressible, from_stripe, to_stripe
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


def charge(token: str = "pm_card_visa", order=None) -> payments.PaymentFacts:
    return pay(token, order, gateway="stripe")


def event(kind: str, thing: dict, event_id: str = "evt_1", at: dt.datetime = AT) -> payments.WebhookReceipt:
    created = int(at.timestamp())
    body = json.dumps({"id": event_id, "type": kind, "created": created, "data": {"object": thing}}).encode()
    headers = {"Stripe-Signature": sign(body, secret=SECRET, at=at)}
    return payments.handle_webhook("stripe", headers=headers, body=body, at=at)


def test_money_is_held_taken_and_refunded(stripe):
    payment = charge()
    intent = stripe.intents[payment.reference]
    assert (payment.status, intent["amount"], intent["currency"]) == (
        "authorized",
        payment.amount.amount,
        "eur",
    )
    assert intent["description"].startswith("SC-")
    assert intent["metadata"] == {"storecrew_key": payment.key}
    after = payments.capture(payment.id, key="c", actor=ACTOR, at=AT)
    assert after.status == "captured"
    result = payments.refund(payment.id, amount=cents(1000), key="r", reason="x", actor=ACTOR, at=AT)
    assert result.status == "refunded"
    assert [item["amount"] for item in stripe.refunds.values()] == [1000]
    assert_books_balance()


def test_money_is_taken_at_once_when_the_setting_says_so(stripe, settings):
    settings.STORECREW_CAPTURE = "placing"
    assert charge().status == "captured"
    assert_books_balance()


def test_a_partial_capture_releases_the_rest_as_stripe_does(stripe):
    payment = charge()
    after = payments.capture(payment.id, amount=cents(2000), key="c", actor=ACTOR, at=AT)
    assert (after.captured, after.voided, after.status) == (
        cents(2000),
        payment.amount - cents(2000),
        "captured",
    )
    assert_books_balance()


def test_held_money_is_released(stripe):
    payment = charge()
    assert payments.void(payment.id, key="v", actor=ACTOR, at=AT).status == "voided"
    assert stripe.intents[payment.reference]["status"] == "canceled"


@pytest.mark.parametrize(
    ("token", "code"),
    [
        ("pm_card_declined", "generic_decline"),
        ("pm_card_no_money", "insufficient_funds"),
        ("pm_unknown", "resource_missing"),
    ],
)
def test_a_decline_is_told_with_its_reason(stripe, token, code):
    payment = charge(token)
    assert (payment.status, payment.code) == ("failed", code)
    assert payment.message


def test_a_wrong_secret_key_is_a_refusal_not_a_fault(stripe, settings):
    settings.STORECREW_STRIPE_SECRET_KEY = "sk_wrong"
    payment = charge()
    assert (payment.status, payment.code) == ("failed", "gateway_misconfigured")


@pytest.mark.parametrize(("approve", "status"), [(True, "authorized"), (False, "failed")])
def test_the_shopper_confirms_at_the_bank_and_comes_back(stripe, approve, status):
    payment = charge("pm_card_3ds")
    assert payment.status == "action_required"
    assert payment.redirect_url.startswith("https://hooks.stripe.example/3ds/pi_")
    stripe.confirm_at_bank(payment.reference, approve=approve)
    payments.reconcile(payment.id, at=AT)
    assert payments.payment(payment.id).status == status


def test_con_16_return_and_webhooks_in_any_order_settle_once(stripe):
    payment = charge("pm_card_3ds")
    waiting = json.loads(json.dumps(stripe.intents[payment.reference]))
    stripe.confirm_at_bank(payment.reference, approve=True)
    intent = stripe.intents[payment.reference]
    event("payment_intent.amount_capturable_updated", intent, "evt_2")
    payments.reconcile(payment.id, at=AT)
    event("payment_intent.requires_action", waiting, "evt_1")
    assert event("payment_intent.amount_capturable_updated", intent, "evt_2").state == "repeated"
    assert payments.payment(payment.id).status == "authorized"
    successes = [item for item in payments.events_of_order(payment.order_id) if item.kind == "success"]
    assert len(successes) == 1


@pytest.mark.parametrize("trouble", ["timeout", "reset", "500", "slow"])
def test_flt_07_a_confirmation_whose_answer_is_lost_is_found_by_its_id(stripe, trouble):
    # Twice, because the library asks once more with the same key.
    stripe.misbehave("/confirm", trouble, trouble)
    payment = charge()
    assert payment.status == "unknown"
    assert payment.reference in stripe.intents
    assert payments.reconcile(payment.id, at=LATER).status == "authorized"
    assert stripe.calls("/confirm") == 1
    assert_books_balance()


@pytest.mark.parametrize("trouble", ["timeout", "reset", "500"])
def test_flt_07_one_lost_answer_is_repaired_by_the_same_key(stripe, trouble):
    stripe.misbehave("/confirm", trouble)
    assert charge().status == "authorized"
    assert stripe.calls("/confirm") == 1


def test_flt_07_a_confirmation_that_never_arrived_fails_later(stripe):
    stripe.misbehave("/confirm", "lost", "lost")
    payment = charge()
    assert payment.status == "unknown"
    outcome = payments.reconcile(payment.id, at=LATER)
    assert (outcome.status, outcome.code) == ("declined", "not_received")


@pytest.mark.parametrize("trouble", ["timeout", "lost", "500"])
def test_flt_07_without_a_created_intent_nothing_was_charged(stripe, trouble):
    stripe.misbehave("/v1/payment_intents", trouble, trouble)
    payment = charge()
    assert (payment.status, payment.code) == ("failed", "gateway_unreachable")
    assert all(item["status"] == "requires_confirmation" for item in stripe.intents.values())


def test_a_busy_gateway_is_a_refusal(stripe):
    stripe.misbehave("/v1/payment_intents", "429", "429")
    assert charge().code == "gateway_busy"


def test_flt_07_a_crash_before_the_id_was_stored_is_healed_by_our_key(stripe):
    payment = begun(gateway="stripe")
    payments.authorize(payment.id, token="pm_card_visa", return_url="/")
    Payment.objects.update(gateway_reference="")
    assert payments.reconcile(payment.id, at=LATER).status == "authorized"
    nothing = begun(gateway="stripe")
    assert payments.reconcile(nothing.id, at=LATER).code == "not_received"


def test_a_silent_gateway_is_asked_again_later(stripe):
    payment = charge("pm_card_3ds")
    stripe.close()
    assert payments.reconcile(payment.id, at=LATER).status == "action_required"


@pytest.mark.parametrize("trouble", ["timeout", "reset", "500"])
def test_flt_07_a_refund_without_an_answer_is_one_refund(stripe, trouble):
    payment = charge()
    payments.capture(payment.id, key="c", actor=ACTOR, at=AT)
    stripe.misbehave("/v1/refunds", trouble, trouble)
    result = payments.refund(payment.id, amount=cents(500), key="r", reason="x", actor=ACTOR, at=AT)
    assert result.status == "unknown"
    payments.reconcile(payment.id, at=LATER)
    assert payments.payment(payment.id).refunded == cents(500)
    assert len(stripe.refunds) == 1
    assert_books_balance()


@pytest.mark.parametrize("trouble", ["timeout", "500"])
def test_flt_07_a_capture_without_an_answer_is_found(stripe, trouble):
    payment = charge()
    stripe.misbehave("/capture", trouble, trouble)
    with pytest.raises(payments.GatewayUnreachable):
        payments.capture(payment.id, key="c", actor=ACTOR, at=AT)
    payments.reconcile(payment.id, at=LATER)
    assert payments.payment(payment.id).status == "captured"
    assert_books_balance()


def test_a_refusal_of_a_later_step_is_told(stripe):
    payment = charge()
    stripe.intents[payment.reference]["amount_capturable"] = 1
    with pytest.raises(payments.GatewayRefused):
        payments.capture(payment.id, key="c", actor=ACTOR, at=AT)


def test_f18_a_refund_and_its_own_webhook_are_booked_once(stripe):
    payment = charge()
    payments.capture(payment.id, key="c", actor=ACTOR, at=AT)
    payments.refund(payment.id, amount=cents(700), key="r", reason="x", actor=ACTOR, at=AT)
    [refund] = stripe.refunds.values()
    assert event("refund.created", refund).state == "applied"
    assert payments.payment(payment.id).refunded == cents(700)
    foreign = refund | {"id": "re_dashboard", "amount": 300, "metadata": {}}
    event("refund.updated", foreign, "evt_2")
    event("refund.updated", foreign, "evt_3")
    assert payments.payment(payment.id).refunded == cents(1000)
    assert_books_balance()


def test_a_refund_that_fails_days_later_frees_its_amount(stripe):
    payment = charge()
    payments.capture(payment.id, key="c", actor=ACTOR, at=AT)
    stripe.misbehave("/v1/refunds", "lost", "lost")
    payments.refund(payment.id, amount=cents(700), key="r", reason="x", actor=ACTOR, at=AT)
    failed = {
        "id": "re_9", "object": "refund", "amount": 700, "currency": "eur", "status": "failed",
        "payment_intent": payment.reference, "metadata": {"storecrew_key": f"{payment.key}/r"},
        "failure_reason": "lost_or_stolen_card",
    }  # fmt: skip
    event("refund.failed", failed)
    assert payments.payment(payment.id).refundable == payment.amount


def test_f21_a_refund_that_is_heard_of_before_the_charge_waits(stripe):
    payment = charge("pm_card_3ds")
    stripe.confirm_at_bank(payment.reference, approve=True)
    intent = stripe.intents[payment.reference]
    refund = {
        "id": "re_9", "amount": 100, "currency": "eur", "status": "succeeded",
        "payment_intent": payment.reference, "metadata": {},
    }  # fmt: skip
    assert event("refund.created", refund, "evt_1").state == "parked"
    intent |= {"status": "succeeded", "amount_received": intent["amount"], "amount_capturable": 0}
    event("payment_intent.succeeded", intent, "evt_2")
    match_parked(at=LATER)
    assert payments.payment(payment.id).refunded == cents(100)
    assert_books_balance()


def test_abu_05_a_message_that_had_to_wait_knows_the_card_as_well(stripe):
    payment = charge("pm_card_3ds")
    stripe.confirm_at_bank(payment.reference, approve=True)
    intent = stripe.intents[payment.reference]
    # the message comes before the payment is known here
    Payment.objects.filter(pk=payment.id).update(key="later", gateway_reference="")
    assert event("payment_intent.amount_capturable_updated", intent).state == "parked"
    Payment.objects.filter(pk=payment.id).update(key=payment.key, gateway_reference=payment.reference)
    assert match_parked(at=LATER) == 1
    found = payments.payment(payment.id)
    assert found.status == "authorized"
    assert found.card not in ("", payments.payment(charge().id).card)


def test_a_charge_back_is_booked_once(stripe):
    payment = charge()
    payments.capture(payment.id, key="c", actor=ACTOR, at=AT)
    dispute = {
        "id": "dp_1",
        "amount": payment.amount.amount,
        "currency": "eur",
        "payment_intent": payment.reference,
    }
    event("charge.dispute.funds_withdrawn", dispute, "evt_1")
    event("charge.dispute.funds_withdrawn", dispute, "evt_2")
    after = payments.payment(payment.id)
    assert (after.status, after.charged_back) == ("charged_back", payment.amount)
    assert_books_balance()


def test_kinds_that_we_do_not_use_are_kept_and_ignored(stripe):
    assert event("customer.created", {"id": "cus_1"}).state == "ignored"


def test_an_intent_canceled_at_stripe_is_released_here_too(stripe):
    payment = charge()
    intent = stripe.intents[payment.reference] | {"status": "canceled", "amount_capturable": 0}
    event("payment_intent.canceled", intent)
    assert payments.payment(payment.id).voided == payment.amount
    waiting = charge("pm_card_3ds")
    event("payment_intent.canceled", stripe.intents[waiting.reference] | {"status": "canceled"}, "evt_2")
    assert payments.payment(waiting.id).code == "canceled"


@pytest.mark.parametrize(
    ("money", "theirs"),
    [
        (Money(5800, "KRW"), 5800),
        (Money(500, "JPY"), 500),
        (Money(1250, "EUR"), 1250),
        (Money(1230, "KWD"), 1230),
        (Money(700, "MGA"), 7),
        (Money(7, "ISK"), 700),
        (Money(7, "UGX"), 700),
    ],
)
def test_mon_02_each_currency_has_its_own_unit_at_the_border(money, theirs):
    assert to_stripe(money) == theirs
    assert from_stripe(theirs, money.currency.lower()) == money


def test_mon_02_an_amount_that_cannot_be_written_there_is_refused_not_rounded(stripe):
    for money in (Money(1234, "KWD"), Money(750, "MGA")):
        with pytest.raises(NotExpressible):
            to_stripe(money)
    with pytest.raises(NotExpressible):
        from_stripe(750, "isk")


@pytest.mark.parametrize("currency", ["KRW", "JPY", "KWD", "EUR"])
@given(units=st.integers(1, 10**9))
def test_mon_02_every_amount_comes_back_as_it_left(currency, units):
    money = Money(units * (10 if currency == "KWD" else 1), currency)
    assert from_stripe(to_stripe(money), currency) == money


def test_mon_02_yen_and_dinar_through_the_whole_life(stripe):
    for currency, unit in (("KRW", 5800), ("KWD", 1230)):
        order = make_order(line(make_variants(1)[0], unit=unit), shipping=0, currency=currency)
        payment = charge(order=order)
        assert stripe.intents[payment.reference]["amount"] == unit
        payments.capture(payment.id, key="c", actor=ACTOR, at=AT)
        amount = Money(unit, currency)
        assert (
            payments.refund(payment.id, amount=amount, key="r", reason="x", actor=ACTOR, at=AT).status
            == "refunded"
        )
        assert payments.payment(payment.id).refunded == amount
    awkward = make_order(line(make_variants(1)[0], unit=1234), shipping=0, currency="KWD")
    assert charge(order=awkward).code == "amount_not_supported"
