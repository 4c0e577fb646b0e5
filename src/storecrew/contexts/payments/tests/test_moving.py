"""Taking, releasing, refunding: claims, refusals, silence, repeats."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.contexts.payments import tasks
from storecrew.contexts.payments.models import Payment, PaymentEvent, SimulatorCharge
from storecrew.contexts.payments.providers.simulator.gateway import Simulator
from storecrew.contexts.payments.tests.factories import (
    ACTOR,
    AT,
    assert_books_balance,
    captured,
    cents,
    pay,
)
from storecrew.contexts.payments.tests.moves import LATER, NOBODY, counted, refund
from storecrew.kernel.errors import Denied
from storecrew.kernel.money import Money
from storecrew.kernel.outbox.models import OutboxEvent

pytestmark = pytest.mark.django_db


def test_held_money_is_taken_in_parts_and_then_the_rest():
    payment = pay("tok_ok")
    after = payments.capture(payment.id, amount=cents(1000), key="a", actor=ACTOR, at=AT)
    assert (after.status, after.captured, after.capturable.amount) == (
        "partially_captured",
        cents(1000),
        4370 - 0,
    )
    assert orders.order(payment.order_id).payment_status == "partially_paid"
    after = payments.capture(payment.id, key="b", actor=ACTOR, at=AT)
    assert (after.status, after.captured) == ("captured", payment.amount)
    assert orders.order(payment.order_id).payment_status == "paid"
    assert_books_balance()


def test_a_repeated_capture_asks_nobody(monkeypatch):
    calls = counted(monkeypatch, "capture")
    payment = pay("tok_ok")
    for _ in range(2):
        payments.capture(payment.id, key="a", actor=ACTOR, at=AT)
        payments.capture_order(payment.order_id, key="b", actor=ACTOR, at=AT)
    assert calls == ["a"]
    with pytest.raises(payments.OperationKeyReused):
        payments.capture(payment.id, amount=cents(1), key="a", actor=ACTOR, at=AT)


def test_more_than_is_held_is_not_taken():
    payment = pay("tok_ok")
    with pytest.raises(payments.CapturesTooMuch):
        payments.capture(payment.id, amount=payment.amount + cents(1), key="a", actor=ACTOR, at=AT)
    failed = pay("tok_declined")
    with pytest.raises(payments.CapturesTooMuch):
        payments.capture(failed.id, key="a", actor=ACTOR, at=AT)
    for wrong in (cents(0), cents(-1), Money(1, "KRW")):
        with pytest.raises(payments.InvalidPaymentAmount):
            payments.capture(payment.id, amount=wrong, key="a", actor=ACTOR, at=AT)
    assert PaymentEvent.objects.filter(operation="capture").count() == 0


def test_a_refused_capture_leaves_the_money_held():
    payment = pay("tok_capture_declined")
    with pytest.raises(payments.GatewayRefused) as refusal:
        payments.capture(payment.id, key="a", actor=ACTOR, at=AT)
    assert refusal.value.details["code"] == "capture_declined"
    assert payments.payment(payment.id).capturable == payment.amount
    assert_books_balance()


def test_flt_07_a_capture_without_an_answer_is_found_by_asking():
    payment = pay("tok_capture_timeout")
    with pytest.raises(payments.GatewayUnreachable):
        payments.capture(payment.id, key="a", actor=ACTOR, at=AT)
    assert payments.payment(payment.id).capturing == payment.amount
    tasks.check_open(LATER)
    assert payments.payment(payment.id).captured == payment.amount
    assert_books_balance()


def test_flt_07_a_capture_that_never_arrived_is_released(monkeypatch):
    payment = pay("tok_timeout_charged")
    payments.reconcile(payment.id, at=AT)
    with monkeypatch.context() as broken:
        broken.setattr(Simulator, "capture", lambda *_: 1 / 0)
        with pytest.raises(payments.GatewayUnreachable):
            payments.capture(payment.id, key="a", actor=ACTOR, at=AT)
    payments.reconcile(payment.id, at=AT + dt.timedelta(minutes=3))
    assert payments.payment(payment.id).capturing == payment.amount
    payments.reconcile(payment.id, at=LATER)
    assert payments.payment(payment.id).capturable == payment.amount


def test_held_money_is_released_once():
    payment = pay("tok_ok")
    after = payments.void(payment.id, key="v", actor=ACTOR, at=AT)
    assert (after.status, after.voided) == ("voided", payment.amount)
    assert payments.void(payment.id, key="v", actor=ACTOR, at=AT).voided == payment.amount
    with pytest.raises(payments.NothingToVoid):
        payments.void(payment.id, key="w", actor=ACTOR, at=AT)
    assert orders.order(payment.order_id).payment_status == "voided"
    assert_books_balance()


def test_the_gateways_refusal_and_silence_about_releasing(monkeypatch):
    payment = pay("tok_ok")
    from storecrew.contexts.payments.providers.protocol import GatewayAnswer

    monkeypatch.setattr(Simulator, "void", lambda *_: GatewayAnswer("failure", code="no"))
    with pytest.raises(payments.GatewayRefused):
        payments.void(payment.id, key="v", actor=ACTOR, at=AT)
    monkeypatch.setattr(Simulator, "void", lambda *_: GatewayAnswer("unknown"))
    with pytest.raises(payments.GatewayUnreachable):
        payments.void(payment.id, key="w", actor=ACTOR, at=AT)
    assert payments.payment(payment.id).voiding == payment.amount


def test_con_15_a_refund_pressed_twice_is_one_refund(monkeypatch):
    payment = captured()
    calls = counted(monkeypatch, "refund")
    first, second = refund(payment, 1000), refund(payment, 1000)
    assert (first.status, second.status, second.replayed) == ("refunded", "refunded", True)
    assert calls == ["r"]
    assert payments.payment(payment.id).refunded == cents(1000)
    with pytest.raises(payments.OperationKeyReused):
        refund(payment, 999)


def test_con_15_two_refunds_whose_sum_exceeds_the_payment():
    payment = captured()
    refund(payment, 3000, "one")
    with pytest.raises(payments.RefundExceedsPayment) as refusal:
        refund(payment, 3000, "two")
    assert refusal.value.details == {"requested": 3000, "left": payment.amount.amount - 3000}
    assert_books_balance()


def test_con_15_a_second_refund_during_the_first_ones_call_is_refused(monkeypatch):
    """The competing refund runs while the gateway is being asked."""
    payment = captured()
    real, seen = Simulator.refund, []

    def interleaved(self, call):
        if not seen:
            seen.append(call.key)
            with pytest.raises(payments.RefundExceedsPayment):
                refund(payment, 3000, "two")
            assert refund(payment, 3000, "one").status == "pending"
        return real(self, call)

    monkeypatch.setattr(Simulator, "refund", interleaved)
    assert refund(payment, 3000, "one").status == "refunded"
    assert payments.payment(payment.id).refunded == cents(3000)


def test_a_refund_needs_money_the_right_currency_and_the_right():
    payment = captured()
    for wrong in (cents(0), cents(-5), Money(5, "KRW")):
        with pytest.raises(payments.InvalidPaymentAmount):
            refund(payment, 1, amount=wrong)
    for call in (
        lambda: refund(payment, 1, actor=NOBODY),
        lambda: payments.capture(payment.id, key="x", actor=NOBODY, at=AT),
        lambda: payments.void(payment.id, key="x", actor=NOBODY, at=AT),
        lambda: payments.confirm_receipt(payment.id, amount=cents(1), key="x", actor=NOBODY, at=AT),
        lambda: payments.confirm_refund(payment.id, key="x", actor=NOBODY, at=AT),
    ):
        with pytest.raises(Denied):
            call()


def test_a_refused_refund_can_be_made_again():
    payment = captured("tok_refund_declined")
    assert refund(payment, 1000).status == "refused"
    assert refund(payment, 1000).status == "refused"
    assert payments.payment(payment.id).refundable == payment.amount
    assert OutboxEvent.objects.filter(name="payments.RefundFailed").count() == 1


def test_flt_07_a_refund_without_an_answer_is_found_by_our_key():
    payment = captured("tok_refund_timeout")
    assert refund(payment, 1000).status == "unknown"
    with pytest.raises(payments.RefundExceedsPayment):
        refund(payment, payment.amount.amount, "more")
    tasks.check_open(LATER)
    assert payments.payment(payment.id).refunded == cents(1000)
    assert refund(payment, 1000).status == "refunded"
    assert OutboxEvent.objects.filter(name="payments.RefundSettled").count() == 1
    assert_books_balance()


def test_flt_07_a_refund_that_never_arrived_is_released(monkeypatch):
    payment = captured()
    with monkeypatch.context() as broken:
        broken.setattr(Simulator, "refund", lambda *_: 1 / 0)
        assert refund(payment, 1000).status == "unknown"
    payments.reconcile(payment.id, at=LATER)
    assert payments.payment(payment.id).refundable == payment.amount


def test_f18_a_refund_made_at_the_gateway_is_booked_once():
    payment = captured()
    SimulatorCharge.objects.update(refunds={"made-there": 700})
    Payment.objects.update(check_at=AT)
    for _ in range(2):
        payments.reconcile(payment.id, at=AT)
        Payment.objects.update(check_at=AT)
    assert payments.payment(payment.id).refunded == cents(700)
    assert_books_balance()
