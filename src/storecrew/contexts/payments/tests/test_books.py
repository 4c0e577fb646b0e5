"""The ledger's own sums: the database refuses what cannot be, and any series stays within them."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storecrew.contexts.payments import public as payments
from storecrew.contexts.payments import rules
from storecrew.contexts.payments.models import Payment, SimulatorCharge
from storecrew.contexts.payments.tests.factories import (
    ACTOR,
    AT,
    assert_books_balance,
    captured,
    cents,
    pay,
)
from storecrew.contexts.payments.tests.moves import refund

pytestmark = pytest.mark.django_db


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
