"""Ask the gateway, by our key, how a payment stands (FLT-07)."""

from __future__ import annotations

import datetime as dt
import logging

from django.db.models import F

from storecrew.contexts.payments import queries, rules, states
from storecrew.contexts.payments.facts import PaymentOutcome
from storecrew.contexts.payments.models import Payment
from storecrew.contexts.payments.operations import _apply, _follow_up, _ledger
from storecrew.contexts.payments.operations.settle import settle
from storecrew.contexts.payments.providers import gateway
from storecrew.contexts.payments.providers.protocol import ChargeState
from storecrew.kernel.money import Money

log = logging.getLogger(__name__)


def reconcile(payment_id: int, *, at: dt.datetime) -> PaymentOutcome:
    """Find out how a payment stands, write what is new, and return its outcome.

    This function will ask the gateway outside any transaction. A payment that the gateway has never
    heard of fails after two minutes; one whose shopper or money does not come fails when the
    gateway's patience ends, and is canceled at the gateway first. Without an answer it stays as it is
    and is asked about again later.

    :raises PaymentNotFound: there is no such payment
    :raises RuntimeError: called inside a transaction
    """
    _ledger.outside_transaction()
    payment = _ledger.load(payment_id)
    if payment.check_at is None and payment.status not in states.OPEN:
        return queries.outcome_of(payment)
    provider = gateway(payment.gateway)
    try:
        state = provider.query(
            reference=payment.gateway_reference,
            key=payment.key,
            amount=Money(payment.amount, payment.currency),
        )
    except Exception:
        log.exception("gateway %s broke while asked about payment %s", payment.gateway, payment_id)
        state = None
    if state is not None:
        _apply.apply_state(payment_id, state, source="check", at=at, conclusive=not provider.by_hand)
        _end_the_wait(payment_id, state, at)
    _look_again(payment_id, at)
    return queries.outcome_of(_ledger.load(payment_id))


def _end_the_wait(payment_id: int, state: ChargeState, at: dt.datetime) -> None:
    """Fail a payment that never arrived, or whose wait is over."""
    payment = _ledger.load(payment_id)
    if payment.status not in states.OPEN:
        return
    age = at - payment.created_at
    if state.status == "not_found":
        if age > rules.NEVER_ARRIVED:
            settle(
                payment_id, PaymentOutcome(payment_id, "declined", code="not_received"), at=at, source="check"
            )
        return
    if age > gateway(payment.gateway).patience and _cancel_at_gateway(payment):
        settle(payment_id, PaymentOutcome(payment_id, "declined", code="expired"), at=at, source="check")


def _cancel_at_gateway(payment: Payment) -> bool:
    step = _follow_up.Step("void", payment.amount, f"{payment.key}/end", "expired")
    return _follow_up.call(payment, step).result == "success"


def _look_again(payment_id: int, at: dt.datetime) -> None:
    """Say when to ask next, or that nothing is open any more."""
    payment = _ledger.load(payment_id)
    in_flight = payment.capturing_amount or payment.voiding_amount or payment.refunding_amount
    rows = Payment.objects.filter(pk=payment_id)
    if payment.status in states.OPEN or (in_flight and not gateway(payment.gateway).by_hand):
        rows.update(checks=F("checks") + 1, check_at=rules.next_check(at, payment.checks))
    else:
        # Asked of the row as it is now: an order that ended since it was read has marked it to go back.
        rows.filter(return_due_at=None).update(check_at=None)
