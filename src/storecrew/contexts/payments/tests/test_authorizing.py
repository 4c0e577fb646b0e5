"""Asking for money: every answer of a gateway, once, in any order."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from django.db import transaction

from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.tests.factories import make_order
from storecrew.contexts.payments import public as payments
from storecrew.contexts.payments.models import Payment, SimulatorCharge
from storecrew.contexts.payments.providers.signatures import sign
from storecrew.contexts.payments.providers.simulator.gateway import message_for, webhook_secret
from storecrew.contexts.payments.tests.factories import ACTOR, AT, assert_books_balance, begun, pay
from storecrew.kernel.outbox.models import OutboxEvent

pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(minutes=5)


def published(name: str) -> list[dict]:
    return [row.payload for row in OutboxEvent.objects.filter(name=f"payments.{name}")]


def webhook(key: str, event_id: str = "evt_1", at: dt.datetime = AT) -> payments.WebhookReceipt:
    body = message_for(key, event_id)
    headers = {"Simulator-Signature": sign(body, secret=webhook_secret(), at=at)}
    return payments.handle_webhook("simulator", headers=headers, body=body, at=at)


@pytest.mark.parametrize(
    ("token", "status", "order_status"),
    [
        ("tok_ok", "authorized", "authorized"),
        ("tok_declined", "failed", "failed"),
        ("tok_3ds", "action_required", "pending"),
        ("tok_timeout", "unknown", "pending"),
        ("tok_timeout_charged", "unknown", "pending"),
        ("nonsense", "failed", "failed"),
        ("", "failed", "failed"),
    ],
)
def test_each_token_leads_where_it_says(token, status, order_status):
    payment = pay(token)
    assert payment.status == status
    assert orders.order(payment.order_id).payment_status == order_status
    assert_books_balance()


def test_money_is_taken_at_once_when_the_setting_says_so(settings):
    settings.STORECREW_CAPTURE = "placing"
    payment = pay("tok_ok")
    assert payment.status == "captured"
    assert payments.captures_at_placing()
    assert orders.order(payment.order_id).payment_status == "paid"
    assert_books_balance()


def test_a_settled_payment_is_announced_once_and_not_asked_for_again():
    payment = pay("tok_ok")
    again = payments.authorize(payment.id, token="tok_declined")
    assert (again.status, again.confirms_order) == ("authorized", True)
    payments.settle(payment.id, again, at=AT)
    assert len(published("PaymentSettled")) == 1


def test_begin_is_idempotent_by_its_key():
    order = make_order()
    first, second = (
        payments.begin(
            order_id=order.id, gateway="simulator", amount=order.total, key="k", actor=ACTOR, at=AT
        )
        for _ in range(2)
    )
    assert first.id == second.id
    with pytest.raises(payments.OperationKeyReused):
        payments.begin(
            order_id=order.id, gateway="simulator", amount=order.total * 2, key="k", actor=ACTOR, at=AT
        )


@pytest.mark.parametrize("gateway", ["nothing", "stripe", ""])
def test_a_gateway_that_is_not_offered_is_refused(gateway):
    with pytest.raises(payments.GatewayNotAvailable):
        begun(gateway=gateway)


def test_gateways_are_offered_by_channel(settings):
    settings.STORECREW_GATEWAYS = ["bank_transfer", "b2b:cash_on_delivery"]
    assert [item.code for item in payments.available_gateways("b2c")] == ["bank_transfer"]
    assert [item.code for item in payments.available_gateways("b2b")] == ["bank_transfer", "cash_on_delivery"]


def test_nothing_is_not_asked_for():
    order = make_order()
    with pytest.raises(payments.InvalidPaymentAmount):
        payments.begin(
            order_id=order.id, gateway="simulator", amount=order.total * 0, key="k", actor=ACTOR, at=AT
        )


def test_what_does_not_exist_is_said_so():
    for call in (
        lambda: payments.authorize(0),
        lambda: payments.payment(0),
        lambda: payments.payment_by_key("none"),
        lambda: payments.reconcile(0, at=AT),
        lambda: payments.simulated_charge("none"),
        lambda: payments.simulate_confirmation("none", approve=True, at=AT),
    ):
        with pytest.raises(payments.PaymentNotFound):
            call()


@pytest.mark.parametrize("call", ["authorize", "reconcile", "capture", "void", "refund", "carry_out_returns"])
def test_r3_a_gateway_is_never_called_inside_a_transaction(call):
    payment = pay("tok_ok")
    arguments = {
        "authorize": ((payment.id,), {}),
        "reconcile": ((payment.id,), {"at": AT}),
        "capture": ((payment.id,), {"key": "k", "actor": ACTOR, "at": AT}),
        "void": ((payment.id,), {"key": "k", "actor": ACTOR, "at": AT}),
        "refund": (
            (payment.id,),
            {"amount": payment.amount, "key": "k", "reason": "", "actor": ACTOR, "at": AT},
        ),
        "carry_out_returns": ((), {"at": AT}),
    }[call]
    with transaction.atomic(), pytest.raises(RuntimeError, match="never called inside a transaction"):
        getattr(payments, call)(*arguments[0], **arguments[1])


def test_flt_07_a_timeout_that_charged_is_found_by_our_key():
    payment = pay("tok_timeout_charged")
    assert payment.status == "unknown"
    outcome = payments.reconcile(payment.id, at=LATER)
    assert (outcome.status, outcome.confirms_order) == ("authorized", True)
    assert payments.payment(payment.id).authorized == payment.amount
    assert published("PaymentSettled")[0]["order_id"] == payment.order_id
    assert_books_balance()


def test_flt_07_a_timeout_that_never_arrived_fails_after_two_minutes_and_not_before():
    payment = pay("tok_timeout")
    assert payments.reconcile(payment.id, at=AT + dt.timedelta(seconds=30)).status == "unknown"
    outcome = payments.reconcile(payment.id, at=LATER)
    assert (outcome.status, outcome.code) == ("declined", "not_received")
    assert published("PaymentFailed")[0]["code"] == "not_received"


def test_a_crash_between_writing_down_and_settling_is_healed_by_asking():
    payment = begun()
    payments.authorize(payment.id, token="tok_timeout_charged")
    assert payments.payment(payment.id).status == "requested"
    assert payments.reconcile(payment.id, at=LATER).status == "authorized"


def test_a_provider_that_breaks_is_no_answer(monkeypatch):
    payment = begun()

    def broken(*_args, **_kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr("storecrew.contexts.payments.providers.simulator.gateway.Simulator.authorize", broken)
    monkeypatch.setattr("storecrew.contexts.payments.providers.simulator.gateway.Simulator.query", broken)
    outcome = payments.authorize(payment.id, token="tok_ok")
    assert (outcome.status, outcome.code) == ("unknown", "gateway_error")
    payments.settle(payment.id, outcome, at=AT)
    assert payments.reconcile(payment.id, at=LATER).status == "unknown"
    assert Payment.objects.get(pk=payment.id).check_at > LATER


@pytest.mark.parametrize(("approve", "status"), [(True, "authorized"), (False, "failed")])
def test_the_shopper_confirms_or_refuses_at_the_bank(approve, status):
    payment = pay("tok_3ds")
    assert payment.redirect_url == f"/payments/simulator/{payment.reference}/"
    assert payments.simulated_charge(payment.reference) == (payment.amount, "action_required")
    assert payments.simulate_confirmation(payment.reference, approve=approve, at=AT) == "/back/"
    payments.simulate_confirmation(payment.reference, approve=not approve, at=AT)
    payments.reconcile(payment.id, at=AT)
    assert payments.payment(payment.id).status == status


def test_a_shopper_who_does_not_come_back_ends_the_payment_at_the_gateway_too():
    payment = pay("tok_3ds")
    assert payments.reconcile(payment.id, at=LATER).status == "action_required"
    outcome = payments.reconcile(payment.id, at=AT + dt.timedelta(minutes=31))
    assert (outcome.status, outcome.code) == ("declined", "expired")
    assert SimulatorCharge.objects.get().state == "declined"
    assert payments.simulate_confirmation(payment.reference, approve=True, at=LATER) == "/back/"
    assert payments.reconcile(payment.id, at=LATER).status == "declined"


NEWS = ["return", "webhook", "poll"]


@pytest.mark.parametrize("order_of_news", list(itertools.permutations(NEWS)))
def test_con_16_return_webhook_and_poll_in_any_order_twice_settle_once(order_of_news):
    payment = begun()
    outcome = payments.authorize(payment.id, token="tok_3ds", return_url="/back/")
    payments.settle(payment.id, outcome, at=AT)
    payments.simulate_confirmation(payments.payment(payment.id).reference, approve=True, at=AT)
    steps = {
        "return": lambda: payments.settle(payment.id, payments.reconcile(payment.id, at=AT), at=AT),
        "webhook": lambda: webhook(payment.key),
        "poll": lambda: payments.reconcile(payment.id, at=LATER),
    }
    for news in order_of_news:
        steps[news]()
        steps[news]()
    assert payments.payment(payment.id).authorized == payment.amount
    assert len(published("PaymentSettled")) == 1
    successes = [item for item in payments.events_of_order(payment.order_id) if item.kind == "success"]
    assert len(successes) == 1
    assert_books_balance()


def test_money_that_comes_after_the_failure_goes_back():
    payment = pay("tok_3ds")
    charge = SimulatorCharge.objects.get()
    failed = payments.PaymentOutcome(payment.id, "declined", code="expired")
    payments.settle(payment.id, failed, at=AT)
    SimulatorCharge.objects.filter(pk=charge.pk).update(state="authorized")
    webhook(payment.key)
    held = payments.payment(payment.id)
    assert (held.status, held.authorized) == ("failed", payment.amount)
    assert published("PaymentSettled")[0]["late"] is True
    payments.carry_out_returns(at=AT)
    assert payments.payment(payment.id).voided == payment.amount
    assert SimulatorCharge.objects.get().voided_amount == payment.amount.amount
    assert_books_balance()


def test_mon_02_an_amount_other_than_asked_for_pays_for_nothing_and_goes_back():
    payment = begun()
    SimulatorCharge.objects.create(
        key=payment.key, reference="sim_x", token="tok_3ds", currency="EUR", amount=58, state="authorized"
    )
    assert payments.reconcile(payment.id, at=AT).status == "declined"
    after = payments.payment(payment.id)
    assert (after.status, after.code) == ("failed", "amount_differs")
    assert published("PaymentSettled") == []
    payments.carry_out_returns(at=AT)
    assert payments.payment(payment.id).voided.amount == 58
    assert_books_balance()
