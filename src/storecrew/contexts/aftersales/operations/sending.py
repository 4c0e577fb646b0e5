"""Exchanges that an agent lets leave, and what goes back because the other variant costs less."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from storecrew.contexts.aftersales import queries
from storecrew.contexts.aftersales.errors import ExchangeEnded, ExchangeUnpaid
from storecrew.contexts.aftersales.facts import ReturnFacts
from storecrew.contexts.aftersales.models import Exchange, Return
from storecrew.contexts.aftersales.operations.exchanging import let_go
from storecrew.contexts.aftersales.operations.for_others import give_back
from storecrew.contexts.aftersales.operations.gate import queue_up
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money
from storecrew.kernel.sentence import say

State = Exchange.State


def send_exchange(return_id: int, *, actor: Actor, at: dt.datetime) -> ReturnFacts:
    """Let an exchange leave whose return is here and whose goods nobody could decide about by rule.

    :raises Denied: the actor may not refund
    :raises UnknownReturn: there is no such return
    :raises ExchangeEnded: nothing waits, or the return is not here
    :raises ExchangeUnpaid: it is agreed to, and leaves when its difference is paid
    """
    actor.require("orders.refund")
    known = queries.a_return(return_id)
    with transaction.atomic():
        queue_up(known.order_id)
        row = Exchange.objects.filter(parent_id=return_id, state__in=(State.WAITING, State.RELEASED)).first()
        received = Return.objects.filter(pk=return_id, state=Return.State.RECEIVED, outcome="")
        if row is None or not received.exists():
            raise ExchangeEnded(number=known.number)
        # Where it is not paid it is agreed to from now on, and leaves as soon as it is.
        leaves = let_go(row, actor=actor, at=at)
    if not leaves:
        raise ExchangeUnpaid(number=known.number)
    give_differences(at=at, only=row.pk)
    return queries.a_return(return_id)


def give_differences(*, at: dt.datetime, only: int | None = None) -> int:
    """Give back what variants sent instead cost less, once each; return for how many nothing is due now."""
    due = Exchange.objects.filter(back_due=True).select_related("parent").order_by("pk")
    done = 0
    for row in list((due if only is None else due.filter(pk=only))[:100]):
        given = give_back(
            row.parent.order_id,
            amount=Money(row.back_amount, row.currency),
            lines=None,
            whole=False,
            reason=say("%(number)s: exchanged for a cheaper variant", number=row.parent.number),
            key=f"exchange/{row.pk}",
            at=at,
        )
        if given:
            done += Exchange.objects.filter(pk=row.pk, back_due=True).update(back_due=False)
    return done + _give_what_was_too_much(at=at, only=only)


def _give_what_was_too_much(*, at: dt.datetime, only: int | None) -> int:
    """Give back what was paid for units that are not sent, since theirs did not come back; once each."""
    due = Exchange.objects.filter(over_due=True).select_related("parent").order_by("pk")
    done = 0
    for row in list((due if only is None else due.filter(pk=only))[:100]):
        given = give_back(
            row.order_id or 0,
            amount=Money(row.over_amount, row.currency),
            lines=None,
            whole=False,
            reason=say("%(number)s: fewer units came back", number=row.parent.number),
            key=f"exchange/{row.pk}/over",
            at=at,
        )
        if given:
            done += Exchange.objects.filter(pk=row.pk, over_due=True).update(over_due=False)
    return done
