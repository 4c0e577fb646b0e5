"""Write down what came of an authorization. Whoever brings the news, it is written once."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction

from storecrew.contexts.payments import queries, rules, states
from storecrew.contexts.payments.events import PaymentFailed, PaymentSettled
from storecrew.contexts.payments.facts import PaymentFacts, PaymentOutcome
from storecrew.contexts.payments.models import Payment
from storecrew.contexts.payments.operations import _ledger
from storecrew.contexts.payments.providers import gateway
from storecrew.kernel import outbox, rows
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
        settled = None
        if outcome.status == "authorized":
            settled = _succeed(payment, outcome, at, actor, source, event_id)
        elif outcome.status == "declined":
            _fail(payment, outcome, at, actor, source, event_id)
        else:
            _wait(payment, outcome, at, actor, source)
        if settled is None:
            payment.refresh_from_db()
    return queries.facts_of(settled or payment)


def _succeed(
    payment: Payment,
    outcome: PaymentOutcome,
    at: dt.datetime,
    actor: Actor | None,
    source: str,
    event_id: str,
) -> Payment | None:
    """Write a success; return the row when this call wrote it and nothing has to go back."""
    held, taken = outcome.authorized_amount, outcome.captured_amount
    differs = held != payment.amount
    values: dict[str, Any] = {
        "status": "captured" if taken >= held else ("partially_captured" if taken else "authorized"),
        "authorized_amount": held,
        "captured_amount": taken,
        "gateway_reference": outcome.reference or payment.gateway_reference,
        "card": rules.card_hash(payment.gateway, outcome.card, settings.SECRET_KEY),
        "code": "amount_differs" if differs else "",
        "message": "",
        "redirect_url": "",
        "updated_at": at,
        "check_at": None,
    }
    settled = rows.change(Payment, payment.pk, only_if={"status": states.OPEN}, **values)
    late = settled is None
    if settled is None:
        failed: dict[str, list[Any]] = {"status": ["failed"], "authorized_amount": [0]}
        settled = rows.change(Payment, payment.pk, only_if=failed, **values)
        if settled is None:
            return None
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
    goes_back = late or differs or order_status == "canceled" or settled.return_due_at is not None
    if goes_back:
        reason = "amount_differs" if differs else ("late" if late else "order_canceled")
        row = Payment.objects.filter(pk=payment.pk)
        row.filter(return_due_at=None).update(return_due_at=at, return_reason=reason)
        # Whatever is due to go back, since before or since now, goes back at once.
        row.update(check_at=at)
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
    return None if goes_back else settled


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
