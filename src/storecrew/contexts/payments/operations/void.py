"""Release money that is held and not taken."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.payments import queries
from storecrew.contexts.payments.errors import GatewayRefused, GatewayUnreachable, NothingToVoid
from storecrew.contexts.payments.facts import PaymentFacts
from storecrew.contexts.payments.operations import _follow_up, _ledger
from storecrew.kernel.actor import Actor


def void(payment_id: int, *, key: str, actor: Actor, at: dt.datetime, reason: str = "") -> PaymentFacts:
    """Release all that is held and not taken, once per ``key``, and return the payment.

    :raises Denied: the actor may not move payments
    :raises NothingToVoid: nothing is held
    :raises GatewayRefused: the gateway said no
    :raises GatewayUnreachable: no answer; timed work finds out
    """
    actor.require("payments.write")
    _ledger.outside_transaction()
    payment = _ledger.load(payment_id)
    earlier = queries.request_amount(payment_id, "void", key)
    amount = queries.facts_of(payment).capturable.amount if earlier is None else earlier
    if not amount:
        raise NothingToVoid()
    step = _follow_up.Step("void", amount, key, reason)
    try:
        repeated = _follow_up.claim(payment, step, actor=actor, at=at)
    except LookupError:
        raise NothingToVoid() from None
    if repeated is None:
        answer = _follow_up.call(payment, step)
        _follow_up.write_outcome(payment, step, answer, at=at, actor=actor)
        if answer.result == "failure":
            raise GatewayRefused(code=answer.code, answer=answer.message)
        if answer.result == "unknown":
            raise GatewayUnreachable()
    return queries.payment(payment_id)
