"""Invoices on account: a refund lowers what is owed before any money goes back."""

from __future__ import annotations

import datetime as dt

from django.db.models import F

from storecrew.contexts.payments import queries
from storecrew.contexts.payments.events import OwedLowered, PaymentSettled
from storecrew.contexts.payments.models import Payment
from storecrew.contexts.payments.operations import _ledger
from storecrew.contexts.payments.operations._follow_up import Step
from storecrew.kernel import outbox
from storecrew.kernel.actor import Actor


def lower(payment: Payment, step: Step, *, actor: Actor, at: dt.datetime) -> int:
    """Settle as much of a refund as is still owed, in the caller's transaction; return how much that is.

    The credit stands in the ledger as taken (code ``credited``) and goes out again with the refund, so that
    every sum stays true. With the key of an earlier refund it does nothing.
    """
    # Writing the row is the lock: two refunds at once see what the other one left.
    Payment.objects.filter(pk=payment.pk).update(updated_at=at)
    row = Payment.objects.get(pk=payment.pk)
    if row.status != "pending" or queries.request_amount(row.pk, "refund", step.key) is not None:
        return 0
    amount = min(step.amount, row.amount - row.captured_amount)
    if amount <= 0 or not _ledger.add_outcome_once(
        payment, operation="capture", kind="success", key=f"{step.key}/credit", amount=amount,
        source="call", at=at, actor=actor, code="credited", reason=step.reason,
    ):  # fmt: skip
        return 0
    Payment.objects.filter(pk=row.pk).update(
        authorized_amount=F("authorized_amount") + amount, captured_amount=F("captured_amount") + amount
    )
    outbox.publish(OwedLowered(row.pk, row.order_id, amount, row.currency))
    if row.captured_amount + amount >= row.amount:
        Payment.objects.filter(pk=row.pk).update(check_at=None, code="", message="")
        _ledger.refresh_status(row.pk, at=at)
        outbox.publish(PaymentSettled(row.pk, row.order_id, row.gateway, row.amount, row.currency))
    return amount
