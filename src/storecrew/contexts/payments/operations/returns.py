"""Give back the money of an order that ended: marked in its transaction, carried out after it (CON-10)."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.payments import queries, rules, states
from storecrew.contexts.payments.errors import (
    GatewayRefused,
    GatewayUnreachable,
    NothingToVoid,
    RefundExceedsPayment,
)
from storecrew.contexts.payments.facts import PaymentOutcome
from storecrew.contexts.payments.models import Payment, PaymentEvent
from storecrew.contexts.payments.operations import _follow_up, _ledger
from storecrew.contexts.payments.operations.reconcile import reconcile
from storecrew.contexts.payments.operations.refund import refund
from storecrew.contexts.payments.operations.settle import settle
from storecrew.contexts.payments.operations.void import void
from storecrew.kernel.actor import system_actor


def return_money(order_id: int, *, reason: str, at: dt.datetime) -> int:
    """Mark all payments of an order to go back, and return how many were marked by this call.

    Call it in the transaction that ends the order, then ``carry_out_returns`` after the commit; timed
    work carries out what a crash left. Money that arrives later at these payments goes back as well.
    """
    return Payment.objects.filter(order_id=order_id, return_due_at=None).update(
        return_due_at=at, return_reason=reason[:200], check_at=at, updated_at=at
    )


def carry_out_returns(*, at: dt.datetime, order_id: int | None = None, limit: int = 100) -> int:
    """Release or refund what is due to go back; return how many payments were looked at.

    This function will give each step a key that follows from the ledger, so that callers at the same
    time ask the gateway once. What a gateway refuses or leaves unanswered is tried again later.

    :raises RuntimeError: called inside a transaction
    """
    _ledger.outside_transaction()
    due = Payment.objects.filter(return_due_at__isnull=False, check_at__lte=at)
    if order_id is not None:
        due = due.filter(order_id=order_id)
    ids = list(due.order_by("check_at").values_list("pk", flat=True)[:limit])
    for payment_id in ids:
        give_back(payment_id, at=at)
    return len(ids)


def give_back(payment_id: int, *, at: dt.datetime) -> None:
    """Return everything one payment holds or took."""
    payment = _ledger.load(payment_id)
    if payment.status in states.OPEN:
        payment = _stop_waiting(payment, at)
    actor = system_actor("payments.returns")
    facts = queries.facts_of(payment)
    tries = (
        PaymentEvent.objects.filter(payment=payment, kind="failure").exclude(operation="authorize").count()
    )
    key = f"return/{payment.pk}/{facts.captured.amount}/{facts.refunded.amount}/{tries}"
    try:
        if facts.capturable:
            void(payment.pk, key=key, actor=actor, at=at, reason=payment.return_reason)
        if facts.refundable:
            refund(
                payment.pk, amount=facts.refundable, key=key, reason=payment.return_reason, actor=actor, at=at
            )
    except (GatewayRefused, GatewayUnreachable, NothingToVoid, RefundExceedsPayment):
        # The gateway or another process knows more than our rows: ask before the next try.
        reconcile(payment.pk, at=at)
    _plan_next(payment.pk, at)


def _stop_waiting(payment: Payment, at: dt.datetime) -> Payment:
    """Cancel a payment that is not decided yet at its gateway, or learn that it went through."""
    if payment.status in ("unknown", "requested"):
        reconcile(payment.pk, at=at)
        payment.refresh_from_db()
    if payment.status in ("action_required", "pending"):
        step = _follow_up.Step("void", payment.amount, f"{payment.key}/end", payment.return_reason)
        if _follow_up.call(payment, step).result == "success":
            settle(payment.pk, PaymentOutcome(payment.pk, "declined", code="canceled"), at=at, source="check")
        else:
            reconcile(payment.pk, at=at)
    payment.refresh_from_db()
    return payment


def _plan_next(payment_id: int, at: dt.datetime) -> None:
    row = Payment.objects.get(pk=payment_id)
    facts = queries.facts_of(row)
    in_flight = facts.capturing + facts.voiding + facts.refunding
    left = bool(facts.capturable) or bool(facts.refundable) or facts.status in states.OPEN
    if left or in_flight:
        Payment.objects.filter(pk=payment_id).update(
            checks=row.checks + 1, check_at=rules.next_check(at, row.checks)
        )
        return
    # Only while it stands as it was read: an answer that came in between may have brought money to return.
    Payment.objects.filter(
        pk=payment_id,
        status=row.status,
        authorized_amount=row.authorized_amount,
        captured_amount=row.captured_amount,
    ).update(check_at=None)
