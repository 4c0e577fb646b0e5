"""A return that the customer announces, within the rules of the channel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from storecrew.contexts.aftersales import queries, states
from storecrew.contexts.aftersales.errors import InvalidReturn, ReturnNotOffered
from storecrew.contexts.aftersales.facts import ReturnFacts
from storecrew.contexts.aftersales.operations.gate import queue_up
from storecrew.contexts.aftersales.operations.returns import expect
from storecrew.contexts.aftersales.rules.returns import Wanted
from storecrew.kernel import ratelimit
from storecrew.kernel.actor import Actor

LIMIT = "aftersales.ask_return"
ratelimit.define(LIMIT, ip="20/1h", order="10/1d")


def ask_return(
    order_id: int,
    *,
    lines: Sequence[Wanted],
    note: str = "",
    actor: Actor,
    at: dt.datetime,
) -> ReturnFacts:
    """Announce what a customer sends back. Who calls it has proved that the customer holds the order's link.

    Call it outside any transaction, so that what is refused counts too.

    :raises TooManyAttempts: too often from one address or for one order (ABU-08)
    :raises InvalidReturn: no units, or a reason or condition that is not on the list
    :raises ReturnNotOffered: too late, nothing left, too many under way, or not offered by the channel
    :raises NothingToReturn: more units than were sent and are not on their way back
    """
    keys = [f"order:{order_id}", *([f"ip:{actor.ip}"] if actor.ip else [])]
    ratelimit.hit(LIMIT, *keys)
    wanted = [each for each in lines if each.units]
    unknown = any(
        each.reason not in states.BY_CUSTOMERS or each.condition not in dict(states.CONDITIONS)
        for each in wanted
    )
    if unknown or not wanted:
        raise InvalidReturn()
    with transaction.atomic():
        queue_up(order_id)
        offer = queries.return_offer(order_id, at=at)
        strange = {each.line_id for each in wanted} - set(offer.lines)
        if offer.why or strange:
            raise ReturnNotOffered(why=offer.why or "nothing_left")
        return expect(order_id, wanted, note=note, by_customer=True, actor=actor, at=at)
