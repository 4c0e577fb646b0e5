"""Payments that cardholders dispute: waiting for an answer, with the bank, won, lost and accepted."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor

REASONS = (
    "not_received",
    "fraudulent",
    "not_as_described",
    "credit_not_processed",
    "unrecognized",
    "duplicate",
)
AGES = (1, 3, 6, 20, 30, 12)
"""Days since each was opened."""


def build(*, actor: Actor, until: dt.datetime) -> None:
    """Dispute payments of orders that left, and take each one further than the one before."""
    for place, payment in enumerate(_paid(actor, until)):
        at = until - dt.timedelta(days=AGES[place])
        with clock.frozen(at):
            made = payments.simulate_dispute(payment.id, reason=REASONS[place], actor=actor, at=at)
        if place >= 2:
            _goes_on(made, place, actor=actor, at=at + dt.timedelta(days=2))


def _paid(actor: Actor, until: dt.datetime) -> list[payments.PaymentFacts]:
    """Return payments of the test bank of orders that are old enough."""
    rows = orders.visible_orders(actor).filter(
        fulfillment_status="fulfilled", placed_at__lt=until - dt.timedelta(days=max(AGES) + 4)
    )
    found = []
    for row in rows.order_by("-placed_at")[:60:3]:
        for payment in payments.payments_of_order(row.pk):
            if payment.gateway == "simulator" and payment.refundable == payment.amount:
                found.append(payment)
                break
        if len(found) == len(AGES):
            break
    return found


def _goes_on(made: payments.DisputeFacts, place: int, *, actor: Actor, at: dt.datetime) -> None:
    with clock.frozen(at):
        if place == 5:
            payments.accept_dispute(made.id, reason="Charged twice indeed", actor=actor, at=at)
            return
        evidence = payments.Evidence(
            customer_name="Cardholder", delivery="Handed over at the door", remarks="The parcel arrived."
        )
        payments.answer_dispute(made.id, evidence=evidence, actor=actor, at=at)
    if place >= 3:
        later = at + dt.timedelta(days=10)
        with clock.frozen(later):
            payments.simulate_verdict(made.id, won=place == 3, actor=actor, at=later)
