"""Refunds that a person sends."""

from __future__ import annotations

from django.db.models import QuerySet

from storecrew.contexts.payments.errors import HandRefundNotFound
from storecrew.contexts.payments.facts import HandRefundFacts
from storecrew.contexts.payments.models import HandRefund, PaymentEvent
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money


def refunds_by_hand(actor: Actor) -> QuerySet[HandRefund]:
    """Return the refunds of the actor's channels that people send, with their orders."""
    rows = HandRefund.objects.select_related("payment__order__channel")
    allowed = actor.scopes.get("channel")
    return rows if allowed is None else rows.filter(payment__order__channel__code__in=allowed)


def hand_refund(refund_id: int) -> HandRefundFacts:
    """Return one refund by hand. Raises HandRefundNotFound."""
    row = HandRefund.objects.select_related("payment").filter(pk=refund_id).first()
    if row is None:
        raise HandRefundNotFound()
    return facts_of(row)


def hand_refunds_of_order(order_id: int) -> tuple[HandRefundFacts, ...]:
    """Return the refunds by hand of an order, oldest first."""
    rows = HandRefund.objects.filter(payment__order_id=order_id).select_related("payment")
    return tuple(map(facts_of, rows.order_by("id")))


def came_in_as(payment_id: int) -> tuple[str, ...]:
    """Return what staff noted when the money of a payment arrived: it says which account it came from."""
    rows = PaymentEvent.objects.filter(payment_id=payment_id, operation="capture", kind="success")
    notes = rows.exclude(reason="").exclude(code="credited").order_by("id")
    return tuple(notes.values_list("reason", flat=True))


def facts_of(row: HandRefund) -> HandRefundFacts:
    """Build the facts of a refund by hand from its row, whose payment is loaded."""
    return HandRefundFacts(
        id=row.pk,
        payment_id=row.payment_id,
        order_id=row.payment.order_id,
        gateway=row.payment.gateway,
        key=row.key,
        amount=Money(row.amount, row.payment.currency),
        reason=row.reason,
        state=row.state,
        asked_at=row.asked_at,
        asked_by=row.asked_by,
        tries=row.tries,
        problem=row.problem,
        sent_on=row.sent_on,
        reference=row.reference,
        settled_at=row.settled_at,
        settled_by=row.settled_by,
    )
