"""What an ended order holds or took goes back once; money by hand waits for staff."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.tests.factories import make_order
from storecrew.contexts.payments import public as payments
from storecrew.contexts.payments import states, tasks
from storecrew.contexts.payments.models import Payment, SimulatorCharge
from storecrew.contexts.payments.operations import _ledger, returns
from storecrew.contexts.payments.operations.reconcile import _look_again as look_again
from storecrew.contexts.payments.tests.factories import (
    ACTOR,
    AT,
    assert_books_balance,
    captured,
    cents,
    pay,
)
from storecrew.contexts.payments.tests.moves import LATER, counted, refund
from storecrew.kernel.money import Money
from storecrew.kernel.outbox.models import OutboxEvent

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("token", ["tok_ok", "tok_timeout_charged"])
def test_con_10_what_an_ended_order_holds_or_took_goes_back_once(token, monkeypatch):
    voids, refunds = counted(monkeypatch, "void"), counted(monkeypatch, "refund")
    payment = pay(token)
    payments.reconcile(payment.id, at=AT)
    payments.capture(payment.id, amount=cents(2000), key="c", actor=ACTOR, at=AT)
    for _ in range(3):
        payments.return_money(payment.order_id, reason="canceled", at=AT)
        payments.carry_out_returns(order_id=payment.order_id, at=AT)
        tasks.check_open(LATER)
    after = payments.payment(payment.id)
    assert (after.voided, after.refunded) == (payment.amount - cents(2000), cents(2000))
    assert (len(voids), len(refunds)) == (1, 1)
    assert Payment.objects.get().check_at is None
    assert_books_balance()


def test_con_10_a_payment_that_waits_is_ended_at_the_gateway():
    payment = pay("tok_3ds")
    payments.return_money(payment.order_id, reason="canceled", at=AT)
    payments.carry_out_returns(at=AT)
    assert payments.payment(payment.id).code == "canceled"
    assert SimulatorCharge.objects.get().state == "declined"


def test_con_10_money_whose_answer_was_lost_goes_back_when_it_is_found():
    payment = pay("tok_timeout_charged")
    payments.return_money(payment.order_id, reason="expired", at=AT)
    payments.carry_out_returns(at=AT)
    assert payments.payment(payment.id).voided == payment.amount
    assert SimulatorCharge.objects.get().voided_amount == payment.amount.amount


def test_con_10_money_for_an_order_that_was_canceled_meanwhile_goes_back_unasked():
    order = make_order()
    payment = pay("tok_3ds", order)
    orders.mark_canceled(order.id, kind="staff", reason="x", actor=ACTOR, at=AT)
    payments.simulate_confirmation(payment.reference, approve=True, at=AT)
    tasks.check_open(LATER)
    assert payments.payment(payment.id).voided == payment.amount


def test_con_10_money_that_comes_while_a_return_is_concluded_is_not_forgotten(monkeypatch):
    payment = pay("tok_3ds")
    payments.return_money(payment.order_id, reason="canceled", at=AT)

    class Meanwhile(frozenset):
        """Asked last, when all that is left to do is to write that nothing is left."""

        def __contains__(self, status: object) -> bool:
            if status == "failed":
                amount = payment.amount.amount
                Payment.objects.update(status="authorized", authorized_amount=amount, check_at=AT)
            return super().__contains__(status)

    monkeypatch.setattr(returns, "states", SimpleNamespace(OPEN=Meanwhile(states.OPEN)))
    payments.carry_out_returns(at=AT)
    after = Payment.objects.get()
    assert (after.authorized_amount, after.check_at) == (payment.amount.amount, AT)


def test_con_10_an_order_that_ends_while_its_payment_is_looked_at_is_not_forgotten(monkeypatch):
    payment = pay("tok_ok")
    load = _ledger.load

    def meanwhile(payment_id: int) -> Payment:
        row = load(payment_id)
        payments.return_money(payment.order_id, reason="canceled", at=AT)
        return row

    monkeypatch.setattr(_ledger, "load", meanwhile)
    look_again(payment.id, AT)
    assert Payment.objects.get().check_at == AT


def test_a_return_that_the_gateway_refuses_is_tried_again(monkeypatch):
    payment = captured("tok_refund_declined")
    payments.return_money(payment.order_id, reason="canceled", at=AT)
    payments.carry_out_returns(at=AT)
    row = Payment.objects.get()
    assert row.check_at > AT
    SimulatorCharge.objects.update(token="tok_3ds")
    payments.carry_out_returns(at=row.check_at)
    assert payments.payment(payment.id).refunded == payment.amount
    assert_books_balance()


def test_a_bank_transfer_waits_until_staff_say_that_the_money_came():
    payment = pay("", gateway="bank_transfer")
    assert payment.status == "pending"
    half = payment.amount.amount // 2
    first = payments.confirm_receipt(payment.id, amount=cents(half), key="s1", actor=ACTOR, at=AT)
    assert (first.status, first.captured.amount) == ("pending", half)
    payments.confirm_receipt(payment.id, amount=cents(half), key="s1", actor=ACTOR, at=AT)
    with pytest.raises(payments.InvalidPaymentAmount, match=r"€26\.85"):
        payments.confirm_receipt(payment.id, amount=payment.amount, key="s2", actor=ACTOR, at=AT)
    rest = payment.amount - cents(half)
    done = payments.confirm_receipt(payment.id, amount=rest, key="s3", actor=ACTOR, at=AT)
    assert done.status == "captured"
    assert orders.order(payment.order_id).payment_status == "paid"
    assert OutboxEvent.objects.filter(name="payments.PaymentSettled").count() == 1
    for wrong in (cents(0), Money(1, "KRW")):
        with pytest.raises(payments.InvalidPaymentAmount):
            payments.confirm_receipt(payment.id, amount=wrong, key="s4", actor=ACTOR, at=AT)
    assert_books_balance()


def test_money_sent_back_by_hand_is_confirmed_by_staff():
    payment = pay("", gateway="bank_transfer")
    payments.confirm_receipt(payment.id, amount=payment.amount, key="s", actor=ACTOR, at=AT)
    assert refund(payment, 1000).status == "pending"
    payments.reconcile(payment.id, at=AT + dt.timedelta(days=3))
    assert payments.payment(payment.id).refunding == cents(1000)
    for _ in range(2):
        after = payments.confirm_refund(payment.id, key="r", actor=ACTOR, at=AT)
    assert (after.refunded, after.status) == (cents(1000), "partially_refunded")
    with pytest.raises(payments.PaymentNotFound):
        payments.confirm_refund(payment.id, key="none", actor=ACTOR, at=AT)
    assert_books_balance()


def test_only_money_by_hand_is_confirmed_by_hand():
    payment = pay("tok_ok")
    with pytest.raises(payments.PaymentNotByHand):
        payments.confirm_receipt(payment.id, amount=cents(1), key="x", actor=ACTOR, at=AT)


def test_a_transfer_that_does_not_come_ends_after_a_week():
    payment = pay("", gateway="bank_transfer")
    assert payments.reconcile(payment.id, at=AT + dt.timedelta(days=6)).status == "pending"
    tasks.check_open(AT + dt.timedelta(days=14))
    assert payments.payment(payment.id).code == "expired"


def test_a_transfer_for_a_canceled_order_is_marked_to_go_back():
    payment = pay("", gateway="bank_transfer")
    orders.mark_canceled(payment.order_id, kind="staff", reason="x", actor=ACTOR, at=AT)
    payments.confirm_receipt(payment.id, amount=payment.amount, key="s", actor=ACTOR, at=AT)
    tasks.check_open(LATER)
    assert payments.payment(payment.id).refunding == payment.amount


def test_cash_on_delivery_confirms_the_order_unpaid():
    payment = pay("", gateway="cash_on_delivery")
    outcome = payments.authorize(payment.id)
    assert (payment.status, outcome.confirms_order) == ("pending", True)
