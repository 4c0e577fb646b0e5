"""Money that no gateway reports: staff say that it came or went."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F

from storecrew.contexts.payments import queries, states
from storecrew.contexts.payments.errors import (
    InvalidPaymentAmount,
    PaymentNotByHand,
    RefundExceedsPayment,
)
from storecrew.contexts.payments.events import MoneyTaken, PaymentSettled
from storecrew.contexts.payments.facts import PaymentFacts
from storecrew.contexts.payments.models import Payment
from storecrew.contexts.payments.operations import _follow_up, _ledger
from storecrew.contexts.payments.providers import gateway
from storecrew.contexts.payments.providers.protocol import GatewayAnswer
from storecrew.kernel import audit, outbox
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money
from storecrew.kernel.sentence import say


def confirm_receipt(
    payment_id: int, *, amount: Money, key: str, actor: Actor, at: dt.datetime, note: str = ""
) -> PaymentFacts:
    """Write that money of a bank transfer or cash on delivery arrived, once per ``key``.

    This function will add the amount to what was taken; when all of it is there it publishes
    ``PaymentSettled``. Money for an order that was canceled is kept in the ledger and marked to go back.

    :raises Denied: the actor may not move payments
    :raises PaymentNotByHand: a gateway reports this payment by itself
    :raises InvalidPaymentAmount: not more than zero, another currency, or more than is still due
    """
    actor.require("payments.write")
    payment = only_by_hand(payment_id)
    if amount.currency != payment.currency or amount.amount <= 0:
        raise InvalidPaymentAmount(amount=amount.amount, currency=amount.currency)
    with transaction.atomic():
        if not _ledger.add_outcome_once(
            payment, operation="capture", kind="success", key=key, amount=amount.amount,
            source="staff", at=at, actor=actor, reason=note,
        ):  # fmt: skip
            return queries.payment(payment_id)
        changed = Payment.objects.filter(
            pk=payment_id, amount__gte=F("captured_amount") + amount.amount
        ).update(
            authorized_amount=F("authorized_amount") + amount.amount,
            captured_amount=F("captured_amount") + amount.amount,
            updated_at=at,
        )
        if not changed:
            due = payment.amount - payment.captured_amount
            raise InvalidPaymentAmount(
                say("Only %(due)s of this payment is still due.", due=Money(due, payment.currency)), due=due
            )
        audit.record(
            actor=actor, action="payments.receipt_confirmed", record="payments.payment",
            record_id=payment_id, at=at, after=amount.as_json(), reason=note,
        )  # fmt: skip
        _arrived(payment_id, at)
    return queries.payment(payment_id)


def _arrived(payment_id: int, at: dt.datetime) -> None:
    row = Payment.objects.get(pk=payment_id)
    complete = row.captured_amount >= row.amount
    if complete or row.status not in states.OPEN:
        row = _ledger.refresh_status(payment_id, at=at)
    order_status = _ledger.store_order_state(row.order_id)
    rows = Payment.objects.filter(pk=payment_id)
    if complete:
        rows.update(check_at=None, code="", message="")
        outbox.publish(PaymentSettled(row.pk, row.order_id, row.gateway, row.amount, row.currency))
        if gateway(row.gateway).confirms_at_placing:
            # The order went ahead of its money: what waited for it may go on now.
            outbox.publish(MoneyTaken(row.pk, row.order_id, row.amount, row.currency))
    if order_status == "canceled":
        rows.filter(return_due_at=None).update(return_due_at=at, return_reason="order_canceled")
        rows.update(check_at=at)


def record_outside_refund(
    payment_id: int, *, amount: Money, key: str, actor: Actor, at: dt.datetime, note: str = ""
) -> PaymentFacts:
    """Write that staff gave back a part of any payment by another way, once per ``key``; no gateway is asked.

    The amount is claimed like any refund's, so refunds never exceed what was taken.

    :raises Denied: the actor may not refund
    :raises InvalidPaymentAmount: not more than zero, or another currency
    :raises RefundExceedsPayment: more than was taken and is left
    :raises OperationKeyReused: the key was used for another amount
    """
    actor.require("orders.refund")
    payment = _ledger.load(payment_id)
    if amount.currency != payment.currency or amount.amount <= 0:
        raise InvalidPaymentAmount(amount=amount.amount, currency=amount.currency)
    step = _follow_up.Step("refund", amount.amount, key, note)
    try:
        with transaction.atomic():
            _follow_up.claim(payment, step, actor=actor, at=at)
            _follow_up.write_outcome(
                payment, step, GatewayAnswer("success"), at=at, source="staff", actor=actor
            )
    except LookupError:
        left = queries.payment(payment_id).refundable
        raise RefundExceedsPayment(requested=amount.amount, left=left.amount) from None
    return queries.payment(payment_id)


def only_by_hand(payment_id: int) -> Payment:
    """Return a payment whose money people move. Raises PaymentNotFound, PaymentNotByHand."""
    payment = _ledger.load(payment_id)
    if not gateway(payment.gateway).by_hand:
        raise PaymentNotByHand(gateway=payment.gateway)
    return payment
