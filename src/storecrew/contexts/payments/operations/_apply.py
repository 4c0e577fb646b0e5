"""Bring the ledger to what a gateway says, from a webhook or a query, whatever the order of news.

Only forward: sums grow, a final outcome stays. A message that is older than what we know changes nothing.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F

from storecrew.contexts.payments import rules, states
from storecrew.contexts.payments.events import RefundSettled
from storecrew.contexts.payments.facts import PaymentOutcome
from storecrew.contexts.payments.models import Payment, PaymentEvent
from storecrew.contexts.payments.operations import _disputes, _follow_up, _ledger
from storecrew.contexts.payments.operations.settle import settle
from storecrew.contexts.payments.providers.protocol import ChargeState, GatewayAnswer, RefundState
from storecrew.kernel import outbox


def apply_state(
    payment_id: int,
    state: ChargeState,
    *,
    source: str,
    at: dt.datetime,
    event_id: str = "",
    conclusive: bool = False,
) -> None:
    """Write what is new in a charge's state.

    ``conclusive`` says that the gateway was asked just now, so that a request it does not know after
    ``rules.ANSWER_LOST`` has never arrived.
    """
    with transaction.atomic():
        # Locks the row, so that messages that arrive together are written one after the other.
        Payment.objects.filter(pk=payment_id).update(updated_at=at)
        payment = _ledger.load(payment_id)
        if payment.status in states.OPEN or payment.status == "failed":
            outcome = outcome_of_state(payment, state)
            if outcome is not None:
                settle(payment_id, outcome, at=at, source=source, event_id=event_id)
            payment.refresh_from_db()
        if not payment.authorized_amount:
            return
        _captures(payment, state, source, at, conclusive)
        _voids(payment, state, source, at)
        for refund in state.refunds:
            _refund(payment, refund, source, at, event_id)
        if conclusive:
            _lost_refunds(payment, state, at)
        for dispute in state.disputes:
            _disputes.apply_dispute(payment, dispute, source=source, at=at, event_id=event_id)
        _ledger.refresh_status(payment_id, at=at)
        _ledger.store_order_state(payment.order_id)


def outcome_of_state(payment: Payment, state: ChargeState) -> PaymentOutcome | None:
    """Return the authorization's outcome that a state tells of, or None when it tells nothing new."""
    if state.status in ("authorized", "captured") or (state.status == "voided" and state.authorized_amount):
        return PaymentOutcome(
            payment.pk,
            "authorized",
            confirms_order=state.status != "voided",
            reference=state.reference,
            card=state.card,
            authorized_amount=state.authorized_amount,
        )
    if state.status in ("declined", "voided"):
        code = state.code or ("canceled" if state.status == "voided" else "declined")
        return PaymentOutcome(
            payment.pk, "declined", code=code, message=state.message, reference=state.reference
        )
    if state.status == "pending" and payment.status == "requested":
        # The answer to our asking was lost; the gateway knows the payment and waits.
        return PaymentOutcome(payment.pk, "pending", reference=state.reference)
    if state.status == "action_required":
        return PaymentOutcome(
            payment.pk, "action_required", redirect_url=state.redirect_url, reference=state.reference
        )
    return None


def _captures(payment: Payment, state: ChargeState, source: str, at: dt.datetime, conclusive: bool) -> None:
    more = state.captured_amount - payment.captured_amount
    for request in _ledger.open_requests(payment, "capture"):
        step = _follow_up.Step("capture", request.amount, request.key)
        if request.amount <= more:
            _follow_up.write_outcome(payment, step, GatewayAnswer("success"), at=at, source=source)
            more -= request.amount
        elif conclusive and at - request.at > rules.ANSWER_LOST:
            answer = GatewayAnswer("failure", code="not_received")
            _follow_up.write_outcome(payment, step, answer, at=at, source=source)
    if more <= 0:
        return
    # Taken at the gateway's own screen: its running total names the step.
    key = f"gateway/{state.captured_amount}"
    rows = Payment.objects.filter(pk=payment.pk).annotate(held=_follow_up.HELD)
    if rows.filter(held__gte=more).exists() and _ledger.add_outcome_once(
        payment, operation="capture", kind="success", key=key, amount=more, source=source, at=at
    ):
        Payment.objects.filter(pk=payment.pk).update(captured_amount=F("captured_amount") + more)


def _voids(payment: Payment, state: ChargeState, source: str, at: dt.datetime) -> None:
    if state.voided_amount <= payment.voided_amount:
        return
    for request in _ledger.open_requests(payment, "void"):
        step = _follow_up.Step("void", request.amount, request.key)
        _follow_up.write_outcome(payment, step, GatewayAnswer("success"), at=at, source=source)
    fresh = Payment.objects.get(pk=payment.pk)
    if state.voided_amount > fresh.voided_amount and not fresh.capturing_amount:
        _follow_up.release_rest(fresh, key="gateway", source=source, at=at)


def _refund(payment: Payment, refund: RefundState, source: str, at: dt.datetime, event_id: str) -> None:
    if refund.result == "pending":
        return
    ours = refund.key.removeprefix(_follow_up.gateway_key(payment, ""))
    if ours != refund.key:
        asked = PaymentEvent.objects.filter(
            payment=payment, operation="refund", kind="request", key=ours
        ).first()
        if asked is not None:
            step = _follow_up.Step("refund", asked.amount, asked.key)
            answer = GatewayAnswer(refund.result, code=refund.code)
            _follow_up.write_outcome(payment, step, answer, at=at, source=source)
            return
    if refund.result == "success":
        _refund_from_outside(payment, refund, source, at, event_id)


def _refund_from_outside(
    payment: Payment, refund: RefundState, source: str, at: dt.datetime, event_id: str
) -> None:
    """Write a refund that was made at the gateway's own screen, by its id there."""
    rows = (
        Payment.objects.filter(pk=payment.pk).annotate(left=_follow_up.TAKEN).filter(left__gte=refund.amount)
    )
    key = f"gateway/{refund.gateway_id}"
    if rows.exists() and _ledger.add_outcome_once(
        payment, operation="refund", kind="success", key=key, amount=refund.amount,
        source=source, at=at, event_id=event_id,
    ):  # fmt: skip
        Payment.objects.filter(pk=payment.pk).update(refunded_amount=F("refunded_amount") + refund.amount)
        outbox.publish(RefundSettled(payment.pk, payment.order_id, key, refund.amount, payment.currency))


def _lost_refunds(payment: Payment, state: ChargeState, at: dt.datetime) -> None:
    known = {refund.key for refund in state.refunds}
    for request in _ledger.open_requests(payment, "refund"):
        if _follow_up.gateway_key(payment, request.key) not in known and at - request.at > rules.ANSWER_LOST:
            step = _follow_up.Step("refund", request.amount, request.key)
            answer = GatewayAnswer("failure", code="not_received")
            _follow_up.write_outcome(payment, step, answer, at=at, source="check")
