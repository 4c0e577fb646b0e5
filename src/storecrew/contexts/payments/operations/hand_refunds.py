"""Refunds that no gateway sends: they wait for a person, who says that the money left or why it did not."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F

from storecrew.contexts.payments import queries, states
from storecrew.contexts.payments.errors import (
    HandRefundSettled,
    InvalidSentDay,
    PaymentNotFound,
    ReasonMissing,
)
from storecrew.contexts.payments.events import RefundNotSent, RefundSent
from storecrew.contexts.payments.facts import PaymentFacts
from storecrew.contexts.payments.models import HandRefund, Payment
from storecrew.contexts.payments.operations import _follow_up
from storecrew.contexts.payments.operations.by_hand import only_by_hand
from storecrew.contexts.payments.providers import gateway
from storecrew.contexts.payments.providers.protocol import GatewayAnswer
from storecrew.kernel import audit, outbox
from storecrew.kernel.actor import Actor
from storecrew.kernel.sentence import short

RECORD = "payments.hand_refund"
# What was sent shortly after midnight of a zone ahead of ours has tomorrow's date there.
ZONES = dt.timedelta(days=1)


def wait(payment: Payment, step: _follow_up.Step, amount: int, *, actor: Actor, at: dt.datetime) -> None:
    """Put a refund on the list of those who send it, in the transaction that claims its money."""
    if amount > 0 and gateway(payment.gateway).by_hand:
        HandRefund.objects.create(
            payment=payment, key=step.key, amount=amount, reason=short(step.reason, 500), asked_at=at,
            asked_by=actor.label[:200],
        )  # fmt: skip


def confirm_refund(
    payment_id: int,
    *,
    key: str,
    actor: Actor,
    at: dt.datetime,
    sent_on: dt.date | None = None,
    reference: str = "",
    note: str = "",
) -> PaymentFacts:
    """Write that the actor has sent the refund that was asked with ``key``; harmless when they repeat it.

    This function will let one of several people win: the ledger takes one outcome per refund, and whoever
    comes second is told before money leaves twice. ``sent_on`` is the day it left our account (today without
    one), ``reference`` what the bank's statement calls it.

    :raises Denied: the actor may not refund
    :raises PaymentNotByHand: a gateway reports this payment by itself
    :raises PaymentNotFound: no refund was asked with that key
    :raises InvalidSentDay: before it was asked for, or in the future
    :raises HandRefundSettled: somebody has said before that it was sent, or that it will not be
    """
    actor.require("orders.refund")
    payment, row = _load(payment_id, key)
    day = sent_on or at.date()
    if not row.asked_at.date() - ZONES <= day <= at.date() + ZONES:
        raise InvalidSentDay(sent_on=day)
    said = {"sent_on": day, "reference": reference.strip()[:140], "settled_by": actor.label[:200]}
    with transaction.atomic():
        step = _follow_up.Step("refund", _asked(payment, key), key, note)
        won = _follow_up.write_outcome(
            payment, step, GatewayAnswer("success"), at=at, source="staff", actor=actor
        )
        if not won:
            _only_a_repeat(row, "sent", said)
            return queries.payment(payment_id)
        _settle(row, at, state="sent", **said)
        audit.record(
            actor=actor, action="payments.refund_sent", record=RECORD, record_id=row.pk, at=at, reason=note,
            after={"amount": row.amount, "currency": payment.currency, "sent_on": day.isoformat(),
                   "reference": said["reference"]},
        )  # fmt: skip
        outbox.publish(
            RefundSent(row.pk, payment.pk, payment.order_id, row.amount, payment.currency, day.isoformat())
        )
    return queries.payment(payment_id)


def fail_refund(
    payment_id: int, *, key: str, reason: str, then: str, actor: Actor, at: dt.datetime
) -> PaymentFacts:
    """Write that a refund could not be sent, and what happens ``then``.

    ``again`` keeps it on the list, ``ask`` as well and writes to the customer, ``end`` gives its amount free,
    so that it can be refunded by another way. What of it lowered an invoice on account stays lowered.

    :raises Denied: the actor may not refund
    :raises PaymentNotByHand: a gateway reports this payment by itself
    :raises PaymentNotFound: no refund was asked with that key
    :raises ReasonMissing: without a reason
    :raises HandRefundSettled: somebody has said before that it was sent, or that it will not be
    """
    actor.require("orders.refund")
    if not reason.strip():
        raise ReasonMissing()
    if then not in dict(states.UNSENT_NEXT):
        raise ValueError(f"what happens next is one of {states.UNSENT_NEXT}, not {then!r}")
    payment, row = _load(payment_id, key)
    with transaction.atomic():
        if then == "end":
            _end(payment, row, reason, actor=actor, at=at)
        problem = {"problem": reason.strip()[:300], "tries": F("tries") + 1}
        if then == "end":
            _settle(row, at, state="failed", settled_by=actor.label[:200], **problem)
        else:
            _change(row, state="asked" if then == "ask" else "waiting", **problem)
        row.refresh_from_db()
        audit.record(
            actor=actor, action="payments.refund_not_sent", record=RECORD, record_id=row.pk, at=at,
            after={"state": row.state, "tries": row.tries}, reason=reason.strip(),
        )  # fmt: skip
        outbox.publish(
            RefundNotSent(row.pk, payment.pk, payment.order_id, row.amount, payment.currency, row.tries, then)
        )
    return queries.payment(payment_id)


def _load(payment_id: int, key: str) -> tuple[Payment, HandRefund]:
    payment = only_by_hand(payment_id)
    row = HandRefund.objects.filter(payment=payment, key=key).first()
    if row is None:
        raise PaymentNotFound(key=key)
    return payment, row


def _asked(payment: Payment, key: str) -> int:
    amount = queries.request_amount(payment.pk, "refund", key)
    if amount is None:
        raise PaymentNotFound(key=key)
    return amount


def _end(payment: Payment, row: HandRefund, reason: str, *, actor: Actor, at: dt.datetime) -> None:
    asked = _asked(payment, row.key)
    lowered = asked - row.amount
    step = _follow_up.Step("refund", asked, row.key, reason)
    refused = GatewayAnswer("failure", code="not_sent")
    if not _follow_up.write_outcome(payment, step, refused, at=at, source="staff", actor=actor, kept=lowered):
        raise HandRefundSettled()
    if lowered:
        # The part that lowered what was owed did go back: it stands in the ledger under a key of its own.
        part = _follow_up.Step("refund", lowered, f"{row.key}/credit", row.reason)
        _follow_up.claim(payment, part, actor=actor, at=at)
        _follow_up.write_outcome(payment, part, GatewayAnswer("success", code="credited"), at=at, actor=actor)


def _settle(row: HandRefund, at: dt.datetime, **values: Any) -> None:
    _change(row, settled_at=at, **values)


def _change(row: HandRefund, **values: Any) -> None:
    """Change a refund that waits; raise HandRefundSettled when it does not any more."""
    rows = HandRefund.objects.filter(pk=row.pk, state__in=states.HAND_REFUND_OPEN)
    if not rows.update(**values):
        raise HandRefundSettled()


def _only_a_repeat(row: HandRefund, state: str, said: dict[str, Any]) -> None:
    """Let the same person say the same thing twice; raise HandRefundSettled for anything else."""
    row.refresh_from_db()
    if row.state != state or any(getattr(row, name) != value for name, value in said.items()):
        raise HandRefundSettled()
