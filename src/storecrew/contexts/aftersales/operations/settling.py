"""What a return leads to, once: money or a no. Whoever decides waits at the order's gate."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from storecrew.contexts.aftersales import mails, queries
from storecrew.contexts.aftersales.errors import InvalidReturn, ReturnSettled
from storecrew.contexts.aftersales.facts import ReturnFacts
from storecrew.contexts.aftersales.models import Return
from storecrew.contexts.aftersales.operations.exchanging import drop_exchange
from storecrew.contexts.aftersales.operations.gate import queue_up
from storecrew.contexts.aftersales.operations.trail import record_for_both
from storecrew.contexts.orders import public as orders
from storecrew.kernel.actor import Actor, system_actor

Outcome = Return.Outcome


def claim(return_id: int, order_id: int, outcome: str, *, at: dt.datetime, **more: int) -> None:
    """Write what a return leads to. Raises ReturnSettled when somebody was first, or it is not received."""
    open_ = Return.objects.filter(pk=return_id, order_id=order_id, outcome="", state=Return.State.RECEIVED)
    if not open_.update(outcome=outcome, **more):
        raise ReturnSettled(id=return_id)
    # Whoever gets money, or nothing, gets no other variant: what was set aside is free again.
    drop_exchange(return_id, reason=outcome, actor=system_actor("aftersales.settling"), at=at)


def refuse_return(return_id: int, *, reason: str, actor: Actor, at: dt.datetime) -> ReturnFacts:
    """Give nothing for a return that was received, and tell the customer why.

    :raises Denied: the actor may not refund
    :raises UnknownReturn: there is no such return
    :raises InvalidReturn: no reason
    :raises ReturnSettled: it was refunded or refused before
    """
    actor.require("orders.refund")
    known = queries.a_return(return_id)
    if not reason.strip():
        raise InvalidReturn()
    with transaction.atomic():
        queue_up(known.order_id)
        claim(return_id, known.order_id, Outcome.REFUSED, at=at)
        record_for_both(
            known.id,
            known.order_id,
            action="aftersales.return_refused",
            actor=actor,
            at=at,
            after={"return": known.number},
            reason=reason.strip(),
        )
        made = queries.a_return(return_id)
        mails.queue_return_ended(orders.order(known.order_id), made, reason.strip(), at=at)
    return made
