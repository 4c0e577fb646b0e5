"""Writing to the ledger: events, sums, and the order's copy of both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, connection, transaction

from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import queries, rules, states
from storecrew.contexts.payments.errors import PaymentNotFound
from storecrew.contexts.payments.models import Payment, PaymentEvent
from storecrew.contexts.payments.providers import is_on_account
from storecrew.kernel import rows
from storecrew.kernel.actor import Actor


def outside_transaction() -> None:
    """Refuse to call a gateway while rows may be locked (R3)."""
    # The transaction that a test case wraps around everything does not count.
    if any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks):
        raise RuntimeError("a gateway is never called inside a transaction")


def load(payment_id: int) -> Payment:
    """Return a payment row. Raises PaymentNotFound."""
    payment = queries.row(payment_id)
    if payment is None:
        raise PaymentNotFound()
    return payment


def add_event(
    payment: Payment,
    *,
    operation: str,
    kind: str,
    key: str,
    amount: int,
    source: str,
    at: dt.datetime,
    actor: Actor | None = None,
    code: str = "",
    message: str = "",
    reason: str = "",
    event_id: str = "",
    raw: Mapping[str, Any] | None = None,
    currency: str = "",
) -> None:
    """Append one line; raises IntegrityError when this key has that outcome or request already."""
    event = PaymentEvent(
        payment=payment,
        operation=operation,
        kind=kind,
        key=key[:150],
        amount=amount,
        currency="" if currency == payment.currency else currency,
        source=source,
        gateway_event_id=event_id[:200],
        code=code[:64],
        message=message[:500],
        reason=reason[:500],
        raw=dict(raw or {}),
        actor_label=actor.label[:200] if actor else "",
        at=at,
    )
    rows.insert([event])


def add_outcome_once(payment: Payment, **values: Any) -> bool:
    """Append an outcome and say True, or say False when its key has one (F18, F20)."""
    try:
        with transaction.atomic():
            add_event(payment, **values)
    except IntegrityError:
        return False
    return True


def open_requests(payment: Payment, operation: str) -> list[PaymentEvent]:
    """Return the requests of an operation that have no outcome yet, oldest first."""
    done = PaymentEvent.objects.filter(
        payment=payment, operation=operation, kind__in=["success", "failure"]
    ).values_list("key", flat=True)
    asked = PaymentEvent.objects.filter(payment=payment, operation=operation, kind="request")
    return list(asked.exclude(key__in=list(done)).order_by("id"))


def refresh_status(payment_id: int, *, at: dt.datetime) -> Payment:
    """Derive the payment's status from its sums, store it and return the row."""
    payment = Payment.objects.get(pk=payment_id)
    if payment.status in states.OPEN and is_on_account(payment.gateway) and _is_owed(payment):
        return payment
    status = rules.status_of(payment)
    if status and status != payment.status:
        Payment.objects.filter(pk=payment_id).update(status=status, updated_at=at)
        payment.status = status
    return payment


def _is_owed(payment: Payment) -> bool:
    return payment.captured_amount < payment.amount


# Written out, because building this statement from models costs more than running it.
_SUMS = """
SELECT COALESCE(SUM(authorized_amount), 0), COALESCE(SUM(captured_amount), 0),
       COALESCE(SUM(refunded_amount + charged_back_amount), 0), COALESCE(SUM(voided_amount), 0),
       COALESCE(SUM(CASE WHEN status IN ({open}) THEN 1 ELSE 0 END), 0)
FROM payments_payment WHERE order_id = %s
"""


def store_order_state(order_id: int) -> str:
    """Give the order the sums of all its payments; return the order's own status."""
    marks = ", ".join(["%s"] * len(states.OPEN))
    with connection.cursor() as cursor:
        cursor.execute(_SUMS.format(open=marks), [*states.OPEN, order_id])
        authorized, captured, refunded, voided, waiting = map(int, cursor.fetchone())
    return orders.record_payment_state(
        order_id,
        authorized=authorized,
        captured=captured,
        refunded=refunded,
        voided=voided,
        failed=not waiting,
    )
