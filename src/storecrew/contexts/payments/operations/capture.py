"""Take money that is held."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.payments import queries
from storecrew.contexts.payments.errors import (
    CapturesTooMuch,
    GatewayRefused,
    GatewayUnreachable,
    InvalidPaymentAmount,
)
from storecrew.contexts.payments.facts import PaymentFacts
from storecrew.contexts.payments.models import Payment
from storecrew.contexts.payments.operations import _follow_up, _ledger
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money


def capture(
    payment_id: int, *, key: str, actor: Actor, at: dt.datetime, amount: Money | None = None, reason: str = ""
) -> PaymentFacts:
    """Take a part, or by default all, of what is held, and return the payment.

    This function will claim the amount, ask the gateway once per ``key`` outside any transaction and
    write the answer. With the key of an earlier call it changes nothing.

    :raises Denied: the actor may not move payments
    :raises InvalidPaymentAmount: not more than zero, or another currency
    :raises CapturesTooMuch: more than is still held
    :raises GatewayRefused: the gateway said no; the amount is held as before
    :raises GatewayUnreachable: no answer; timed work finds out
    """
    actor.require("payments.write")
    _ledger.outside_transaction()
    payment = _ledger.load(payment_id)
    facts = queries.facts_of(payment)
    wanted = facts.capturable if amount is None else amount
    earlier = queries.request_amount(payment_id, "capture", key)
    if amount is None and earlier is not None:
        wanted = Money(earlier, payment.currency)
    if wanted.currency != payment.currency or wanted.amount < 0 or (amount is not None and not amount):
        raise InvalidPaymentAmount(amount=wanted.amount, currency=wanted.currency)
    if not wanted:
        raise CapturesTooMuch(held=0)
    step = _follow_up.Step("capture", wanted.amount, key, reason)
    try:
        repeated = _follow_up.claim(payment, step, actor=actor, at=at)
    except LookupError:
        raise CapturesTooMuch(requested=wanted.amount, held=facts.capturable.amount) from None
    if repeated is None:
        answer = _follow_up.call(payment, step)
        _follow_up.write_outcome(payment, step, answer, at=at, actor=actor)
        if answer.result == "failure":
            raise GatewayRefused(code=answer.code, answer=answer.message)
        if answer.result == "unknown":
            raise GatewayUnreachable()
    return queries.payment(payment_id)


def capture_order(order_id: int, *, key: str, actor: Actor, at: dt.datetime) -> int:
    """Take everything that is held for an order; return how many payments were taken from.

    ``key`` is extended by the payment and by how often a gateway refused, so that calling again asks
    again only after a refusal. Payments that must go back are left alone.

    :raises GatewayRefused: a gateway said no
    :raises GatewayUnreachable: a gateway gave no answer
    """
    taken = 0
    for payment in Payment.objects.filter(order_id=order_id, return_due_at=None).order_by("id"):
        if queries.facts_of(payment).capturable:
            refusals = queries.refusals(payment.pk, "capture")
            capture(payment.pk, key=f"{key}/{payment.pk}/{refusals}", actor=actor, at=at)
            taken += 1
    return taken
