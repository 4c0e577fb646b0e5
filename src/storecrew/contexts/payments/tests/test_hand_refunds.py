"""Refunds that a person sends: one list, one outcome, whoever says it."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from storecrew.contexts.payments import public as payments
from storecrew.contexts.payments.models import HandRefund
from storecrew.contexts.payments.tests.factories import ACTOR, AT, assert_books_balance, captured, cents, pay
from storecrew.contexts.payments.tests.moves import NOBODY, refund
from storecrew.kernel.actor import Actor
from storecrew.kernel.audit.models import AuditEntry
from storecrew.kernel.errors import Denied
from storecrew.kernel.outbox.models import OutboxEvent

pytestmark = pytest.mark.django_db
BEN = Actor("staff", "7", "Ben", permissions=frozenset({"orders.refund"}))


@pytest.fixture
def payment() -> payments.PaymentFacts:
    """A transfer that came, of which 10.00 are to go back."""
    made = pay("", gateway="bank_transfer")
    payments.confirm_receipt(made.id, amount=made.amount, key="s", actor=ACTOR, at=AT, note="Ann, DE02 1203")
    refund(made, 1000)
    return payments.payment(made.id)


def the_one() -> payments.HandRefundFacts:
    return payments.hand_refund(HandRefund.objects.get().pk)


def told(name: str) -> list[dict]:
    return [event.payload for event in OutboxEvent.objects.filter(name=f"payments.{name}")]


def fail(payment, then: str, **more):
    values = {"key": "r", "reason": "Closed account", "then": then, "actor": ACTOR, "at": AT}
    return payments.fail_refund(payment.id, **(values | more))


def test_it_9_a_refund_waits_with_what_to_pay_back_and_why(payment):
    found = the_one()
    assert (found.state, found.amount, found.reason, found.is_open) == (
        "waiting",
        cents(1000),
        "broken",
        True,
    )
    assert payments.came_in_as(payment.id) == ("Ann, DE02 1203",)
    assert [row.pk for row in payments.refunds_by_hand(ACTOR)] == [found.id]
    elsewhere = dataclasses.replace(BEN, scopes={"channel": frozenset({"none"})})
    assert list(payments.refunds_by_hand(elsewhere)) == []


def test_a_refund_that_a_gateway_sends_waits_for_nobody():
    refund(captured(), 1000)
    assert not HandRefund.objects.exists()


def test_it_9_who_sent_it_says_when_and_how(payment):
    day = AT.date()
    after = payments.confirm_refund(
        payment.id, key="r", sent_on=day, reference=" RF18 ", note="", actor=BEN, at=AT
    )
    assert (after.refunded, after.refunding) == (cents(1000), cents(0))
    found = the_one()
    assert (found.state, found.sent_on, found.reference, found.settled_by) == ("sent", day, "RF18", "Ben")
    assert [event["sent_on"] for event in told("RefundSent")] == [day.isoformat()]
    assert AuditEntry.objects.filter(action="payments.refund_sent").count() == 1
    assert_books_balance()


def test_it_9_saying_it_twice_is_harmless_and_a_colleague_is_told(payment):
    said = {"key": "r", "sent_on": AT.date(), "reference": "RF18", "at": AT}
    for _ in range(2):
        payments.confirm_refund(payment.id, actor=BEN, **said)
    with pytest.raises(payments.HandRefundSettled):
        payments.confirm_refund(payment.id, actor=ACTOR, **said)
    with pytest.raises(payments.HandRefundSettled):
        payments.confirm_refund(payment.id, actor=BEN, **said | {"reference": "RF19"})
    for then in ("again", "ask", "end"):
        with pytest.raises(payments.HandRefundSettled):
            fail(payment, then)
    assert the_one().tries == 0
    assert payments.payment(payment.id).refunded == cents(1000)
    assert len(told("RefundSent")) == 1


@pytest.mark.parametrize("days", [-3, 2])
def test_a_day_before_it_was_asked_or_in_the_future_is_refused(payment, days):
    with pytest.raises(payments.InvalidSentDay):
        payments.confirm_refund(
            payment.id, key="r", sent_on=AT.date() + dt.timedelta(days=days), actor=ACTOR, at=AT
        )
    assert the_one().is_open


@pytest.mark.parametrize(("then", "state"), [("again", "waiting"), ("ask", "asked")])
def test_what_could_not_be_sent_stays_on_the_list(payment, then, state):
    fail(payment, then)
    found = the_one()
    assert (found.state, found.tries, found.problem) == (state, 1, "Closed account")
    assert payments.payment(payment.id).refunding == cents(1000)
    assert [(event["then"], event["tries"]) for event in told("RefundNotSent")] == [(then, 1)]
    payments.confirm_refund(payment.id, key="r", actor=ACTOR, at=AT)
    assert the_one().state == "sent"


def test_what_is_ended_can_be_refunded_by_another_way(payment):
    after = fail(payment, "end")
    assert (after.refunding, after.refundable) == (cents(0), payment.amount)
    assert the_one().state == "failed"
    assert [event["amount"] for event in told("RefundFailed")] == [1000]
    with pytest.raises(payments.HandRefundSettled):
        payments.confirm_refund(payment.id, key="r", actor=ACTOR, at=AT)
    refund(payment, 1000, "again")
    assert HandRefund.objects.filter(state="waiting").count() == 1
    assert_books_balance()


def test_refusals(payment):
    with pytest.raises(Denied):
        fail(payment, "ask", actor=NOBODY)
    with pytest.raises(payments.ReasonMissing):
        fail(payment, "ask", reason=" ")
    with pytest.raises(payments.PaymentNotFound):
        fail(payment, "ask", key="none")
    with pytest.raises(ValueError, match="what happens next"):
        fail(payment, "later")
    with pytest.raises(payments.PaymentNotByHand):
        fail(captured(), "ask")
    with pytest.raises(payments.HandRefundNotFound):
        payments.hand_refund(0)
    assert the_one().is_open
