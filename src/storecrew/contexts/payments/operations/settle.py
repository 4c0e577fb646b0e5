"""Write down what came of an authorization. Whoever brings the news, it is written once."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from storecrew.contexts.payments import queries, rules, states
from storecrew.contexts.payments.events import PaymentFailed, PaymentSettled
from storecrew.contexts.payments.facts import PaymentFacts, PaymentOutcome
from storecrew.contexts.payments.models import Payment
from storecrew.contexts.payments.operations import _ledger
from storecrew.contexts.payments.providers import gateway
from storecrew.kernel import outbox
from storecrew.kernel.actor import Actor


def settle(
    payment_id: int,
    outcome: PaymentOutcome,
    *,
    at: dt.datetime,
    actor: Actor | None = None,
    source: str = "return",
    event_id: str = "",
) -> PaymentFacts:
    """Write an outcome into the ledger and return the payment as it is then.

    This function will change the payment with one conditional update from an open status, so that the
    return address, webhooks and timed checks may come in any order and any number (CON-16): the first
    final outcome wins and later ones change nothing. Money that arrives for a payment that had failed,
    or for an order that was canceled, is kept in the ledger and marked to go back.

    :raises PaymentNotFound: there is no such payment
    """
    with transaction.atomic():
        payment = _ledger.load(payment_id)
        if outcome.status == "authorized":
            _succeed(payment, outcome, at, actor, source, event_id)
        elif outcome.status == "declined":
            _fail(payment, outcome, at, actor, source, event_id)
        else:
            _wait(payment, outcome, at, actor, source)
        payment.refresh_from_db()
    return queries.facts_of(payment)


def _succeed(
    payment: Payment,
    outcome: PaymentOutcome,
    at: dt.datetime,
    actor: Actor | None,
    source: str,
    event_id: str,
) -> None:
    held, taken = outcome.authorized_amount, outcome.captured_amount
    differs = held != payment.amount
    values = {
        "status": "captured" if taken >= held else ("partially_captured" if taken else "authorized"),
        "authorized_amount": held,
        "captured_amount": taken,
        "gateway_reference": outcome.reference or payment.gateway_reference,
        "code": "amount_differs" if differs else "",
        "message": "",
        "redirect_url": "",
        "updated_at": at,
        "check_at": None,
    }
    rows = Payment.objects.filter(pk=payment.pk)
    late = False
    if not rows.filter(status__in=states.OPEN).update(**values):
        late = bool(rows.filter(status="failed", authorized_amount=0).update(**values))
        if not late:
            return
    key = f"{payment.key}/late" if late else payment.key
    _ledger.add_event(
        payment,
        operation="authorize",
        kind="success",
        key=key,
        amount=held,
        source=source,
        at=at,
        actor=actor,
        event_id=event_id,
        code="amount_differs" if differs else "",
    )
    if taken:
        _ledger.add_event(
            payment,
            operation="capture",
            kind="success",
            key=key,
            amount=taken,
            source=source,
            at=at,
            actor=actor,
        )
    order_status = _ledger.store_order_state(payment.order_id)
    if late or differs or order_status == "canceled":
        reason = "amount_differs" if differs else ("late" if late else "order_canceled")
        rows.filter(return_due_at=None).update(return_due_at=at, return_reason=reason)
    # Whatever is due to go back, since before or since now, goes back at once.
    rows.filter(return_due_at__isnull=False).update(check_at=at)
    if differs:
        _publish_failed(payment, "amount_differs")
    else:
        outbox.publish(
            PaymentSettled(
                payment_id=payment.pk,
                order_id=payment.order_id,
                gateway=payment.gateway,
                amount=held,
                currency=payment.currency,
                late=late,
            )
        )


def _fail(
    payment: Payment,
    outcome: PaymentOutcome,
    at: dt.datetime,
    actor: Actor | None,
    source: str,
    event_id: str,
) -> None:
    changed = Payment.objects.filter(pk=payment.pk, status__in=states.OPEN).update(
        status="failed",
        code=outcome.code[:64],
        message=outcome.message[:500],
        gateway_reference=outcome.reference or payment.gateway_reference,
        redirect_url="",
        updated_at=at,
        check_at=None,
    )
    if not changed:
        return
    _ledger.add_event(
        payment,
        operation="authorize",
        kind="failure",
        key=payment.key,
        amount=payment.amount,
        source=source,
        at=at,
        actor=actor,
        event_id=event_id,
        code=outcome.code,
        message=outcome.message,
    )
    _ledger.store_order_state(payment.order_id)
    _publish_failed(payment, outcome.code)


def _publish_failed(payment: Payment, code: str) -> None:
    outbox.publish(
        PaymentFailed(payment_id=payment.pk, order_id=payment.order_id, gateway=payment.gateway, code=code)
    )


def _wait(
    payment: Payment, outcome: PaymentOutcome, at: dt.datetime, actor: Actor | None, source: str
) -> None:
    """Note that there is no final word yet, and when to ask next."""
    if outcome.status == "unknown":
        check_at = rules.next_check(at, payment.checks)
    else:
        check_at = payment.created_at + gateway(payment.gateway).patience
    changed = (
        Payment.objects.filter(pk=payment.pk, status__in=states.OPEN)
        .exclude(status=outcome.status)
        .update(
            status=outcome.status,
            code=outcome.code[:64],
            message=outcome.message[:500],
            gateway_reference=outcome.reference or payment.gateway_reference,
            redirect_url=outcome.redirect_url[:1000],
            updated_at=at,
            check_at=check_at,
        )
    )
    if changed:
        _ledger.add_event(
            payment,
            operation="authorize",
            kind=outcome.status,
            key=payment.key,
            amount=payment.amount,
            source=source,
            at=at,
            actor=actor,
            code=outcome.code,
            message=outcome.message,
        )
