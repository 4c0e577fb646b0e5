"""Taking, releasing, refunding, giving back: claims, refusals, silence, repeats."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.tests.factories import make_order
from storecrew.contexts.payments import public as payments
from storecrew.contexts.payments import rules, states, tasks
from storecrew.contexts.payments.models import Payment, PaymentEvent, SimulatorCharge
from storecrew.contexts.payments.operations import _ledger, returns
from storecrew.contexts.payments.operations.reconcile import _look_again as look_again
from storecrew.contexts.payments.providers.simulator.gateway import Simulator
from storecrew.contexts.payments.tests.factories import (
    ACTOR,
    AT,
    assert_books_balance,
    captured,
    cents,
    pay,
)
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied
from storecrew.kernel.money import Money
from storecrew.kernel.outbox.models import OutboxEvent

pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(minutes=20)
NOBODY = Actor("staff", "1", "Eve")


def refund(payment, units: int, key: str = "r", **more) -> payments.RefundResult:
    values = {"amount": cents(units), "key": key, "reason": "broken", "actor": ACTOR, "at": AT}
    return payments.refund(payment.id, **(values | more))


def counted(monkeypatch, operation: str) -> list:
    calls = []
    real = getattr(Simulator, operation)

    def spy(self, call):
        calls.append(call.key.removeprefix(call.payment_key + "/"))
        return real(self, call)

    monkeypatch.setattr(Simulator, operation, spy)
    return calls


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


def test_mon_05_the_database_itself_refuses_sums_that_cannot_be():
    payment = captured()
    for change in (
        {"refunded_amount": 99999},
        {"captured_amount": 99999},
        {"voided_amount": 1},
        {"refunding_amount": -1},
        {"amount": 0},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Payment.objects.filter(pk=payment.id).update(**change)


REFUSALS = (
    payments.CapturesTooMuch,
    payments.NothingToVoid,
    payments.RefundExceedsPayment,
    payments.InvalidPaymentAmount,
    payments.OperationKeyReused,
)
STEP = st.tuples(st.sampled_from(["capture", "void", "refund"]), st.integers(0, 6000), st.integers(0, 3))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(steps=st.lists(STEP, max_size=12))
def test_mon_05_any_series_keeps_refunded_within_captured_within_authorized(steps):
    payment = pay("tok_timeout_charged")
    payments.reconcile(payment.id, at=AT)
    for operation, amount, key in steps:
        more = {} if operation == "void" else {"amount": cents(amount)}
        more |= {"reason": "x"} if operation == "refund" else {}
        with suppress(*REFUSALS):
            getattr(payments, operation)(payment.id, key=f"{key}", actor=ACTOR, at=AT, **more)
        now = payments.payment(payment.id)
        assert now.refunded <= now.captured <= now.authorized
        charge = SimulatorCharge.objects.get(key=payment.key)
        assert charge.captured_amount == now.captured.amount
        assert sum(charge.refunds.values()) == now.refunded.amount
    assert_books_balance()


def test_the_wait_between_checks_grows_and_ends_growing():
    waits = [rules.next_check(AT, checks) - AT for checks in (0, 1, 5, 40)]
    assert waits == [
        dt.timedelta(minutes=1),
        dt.timedelta(minutes=2),
        dt.timedelta(minutes=32),
        dt.timedelta(hours=6),
    ]


def test_the_ledger_of_an_order_can_be_read_and_a_difference_is_found():
    payment = captured()
    refund(payment, 500)
    lines = [
        (item.operation, item.kind, item.amount.amount) for item in payments.events_of_order(payment.order_id)
    ]
    assert lines[-2:] == [("refund", "request", 500), ("refund", "success", 500)]
    Payment.objects.filter(pk=payment.id).update(refunded_amount=499)
    [difference] = payments.ledger_differences()
    assert difference.sums["refunded_amount"] != difference.ledger["refunded_amount"]


def test_a_gateway_that_does_not_exist_is_named_at_start(settings):
    from storecrew.contexts.payments.checks import check_gateways

    settings.STORECREW_GATEWAYS = ["nothing", "stripe"]
    assert [problem.id for problem in check_gateways()] == ["payments.E001", "payments.E002", "payments.E002"]
    settings.STORECREW_GATEWAYS = ["b2b:bank_transfer"]
    assert check_gateways() == []
