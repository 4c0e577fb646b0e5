"""Goods that come back: announced with the order, received by what is in the parcel.

Money is another decision (`refund`). What follows from the goods is told by stock itself (`GoodsTakenBack`).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from django.db import transaction

from storecrew.contexts.aftersales import mails, queries, states
from storecrew.contexts.aftersales.errors import (
    FoundDoesNotFit,
    InvalidReturn,
    NothingToReturn,
    ReturnClosed,
)
from storecrew.contexts.aftersales.facts import ReturnFacts
from storecrew.contexts.aftersales.models import Exchange, Return, ReturnedUnits, ReturnLine
from storecrew.contexts.aftersales.operations.exchanging import ask_exchange, drop_exchange, on_received
from storecrew.contexts.aftersales.operations.gate import queue_up
from storecrew.contexts.aftersales.operations.labels import address_of, give_label_back
from storecrew.contexts.aftersales.operations.photos import checked_photos, keep_photos
from storecrew.contexts.aftersales.operations.sending import give_differences
from storecrew.contexts.aftersales.operations.trail import record_for_both
from storecrew.contexts.aftersales.rules import returns as rules
from storecrew.contexts.fleet import public as fleet
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.sentence import joined, say
from storecrew.kernel.sequence import next_number

RECORD = "aftersales.return"
SYSTEM = "aftersales.returns"
State = Return.State


def announce_return(
    order_id: int,
    *,
    lines: Mapping[int, int],
    reason: str,
    note: str = "",
    pickup_on: dt.date | None = None,
    instead: Mapping[int, int] | None = None,
    credit: bool = False,
    actor: Actor,
    at: dt.datetime,
) -> ReturnFacts:
    """Expect ``lines`` (order line id to units) of an order back; with a day a vehicle of ours fetches them.

    ``instead`` names the variant that is wanted for each line, where the customer wants no money;
    with ``credit`` it is a voucher.

    Two people who announce the same units at once do it once: they wait for each other at the order's gate.

    :raises Denied: the actor may not edit orders
    :raises OrderNotFound: there is no such order
    :raises InvalidReturn: no units, or an unknown reason
    :raises NothingToReturn: more than was sent and is not on its way back
    :raises InvalidPickup: no depot could send a vehicle there
    :raises ExchangeNotOffered: a variant is not to be had for its line, or only some lines have one
    :raises ExchangeSoldOut: too few of the wanted variant are free
    """
    actor.require("orders.write")
    other = instead or {}
    wanted = [
        rules.Wanted(line_id, units, reason, instead=other.get(line_id, 0))
        for line_id, units in sorted(lines.items())
        if units
    ]
    if reason not in dict(states.REASONS):
        raise InvalidReturn()
    with transaction.atomic():
        queue_up(order_id)
        return expect(order_id, wanted, note=note, pickup_on=pickup_on, credit=credit, actor=actor, at=at)


def expect(
    order_id: int,
    wanted: Sequence[rules.Wanted],
    *,
    note: str = "",
    pickup_on: dt.date | None = None,
    by_customer: bool = False,
    credit: bool = False,
    actor: Actor,
    at: dt.datetime,
) -> ReturnFacts:
    """Write a return and tell the customer, for this context's own operations, behind the order's gate."""
    if not wanted or min(each.units for each in wanted) < 1:
        raise InvalidReturn()
    order = orders.order(order_id)
    known = {line.id: line for line in order.lines}
    left = queries.returnable(order_id)
    over = {
        each.line_id: left.get(each.line_id, 0) for each in wanted if each.units > left.get(each.line_id, 0)
    }
    if over:
        raise NothingToReturn(left=over)
    exchanged = any(each.instead for each in wanted)
    row = Return.objects.create(
        number=f"RT-{next_number('return', first=1001)}",
        order_id=order_id,
        reason=wanted[0].reason,
        note=note.strip()[:500],
        by_customer=by_customer,
        wish="exchange" if exchanged else "credit" if credit else "money",
        pickup_on=pickup_on,
        # Who holds the link is no more than that: no name of a customer is kept here.
        opened_by="customer" if by_customer else actor.label[:200],
        opened_at=at,
    )
    ReturnLine.objects.bulk_create(
        ReturnLine(
            parent=row,
            order_line_id=each.line_id,
            variant_id=known[each.line_id].variant_id,
            sku=known[each.line_id].sku,
            title=known[each.line_id].title,
            quantity=each.units,
            reason=each.reason,
            condition=each.condition,
        )
        for each in wanted
    )
    if pickup_on is not None:
        _have_it_fetched(row, order, pickup_on, at)
    units = {known[each.line_id].sku: each.units for each in wanted}
    record("announced", row, actor, at, {"lines": units})
    if exchanged:
        ask_exchange(row, wanted, actor=actor, at=at)
    made = queries.a_return(row.pk)
    mails.queue_return_announced(order, made, at=at)
    return made


def receive_return(
    return_id: int,
    *,
    found: Sequence[rules.Found],
    location_code: str | None,
    photos: Sequence[bytes] = (),
    actor: Actor,
    at: dt.datetime,
) -> ReturnFacts:
    """Write what was in the parcel, once: each unit goes on the shelf, aside, or is missing.

    Only what goes on the shelf can be sold again. A line with other units than announced has its article
    counted: what was sent wrongly may be missing or too much on the shelf. ``photos`` are files as they were
    sent.

    :raises Denied: the actor neither keeps stock nor packs
    :raises UnknownReturn: there is no such return
    :raises ReturnClosed: it was received or canceled
    :raises FoundDoesNotFit: announced units are not accounted for, or more came than was ever sent
    :raises MarkNeeded: units left with lots or serial numbers, and one came back without
    :raises NotSentWithOrder: a lot or serial number did not leave with this order, or is back already
    :raises InvalidReturnPhoto: a file is no picture, or there are too many
    """
    if not actor.can("inventory.write"):
        actor.require("fulfillment.write")
    place = inventory.location(location_code)
    drawn = checked_photos(photos)
    with transaction.atomic():
        known = queries.a_return(return_id)
        queue_up(known.order_id)
        _close(known, State.RECEIVED, actor, at, location_id=place.id)
        lines = {line.id: line for line in known.lines}
        most = queries.returnable(known.order_id, but=return_id)
        problem = rules.problem_of(
            found,
            {line.id: line.quantity for line in known.lines},
            {line.id: most.get(line.order_line_id, 0) for line in known.lines},
        )
        if problem:
            raise FoundDoesNotFit(problem=problem)
        ReturnedUnits.objects.bulk_create(
            ReturnedUnits(
                line_id=each.line_id,
                decision=each.decision,
                quantity=each.quantity,
                cause=each.cause if each.decision == "damaged" else "",
                lot=each.lot[:60],
                serial=each.serial[:80],
            )
            for each in found
        )
        back = [
            inventory.TakenBack(
                lines[each.line_id].variant_id,
                each.quantity,
                each.decision,
                each.cause if each.decision == "damaged" else "",
                each.lot,
                each.serial,
            )
            for each in found
            if each.decision in rules.CAME
        ]
        if back:
            inventory.take_back(
                back,
                location_code=place.code,
                document=known.number,
                order_id=known.order_id,
                actor=actor,
                at=at,
            )
        for line in known.lines:
            came = rules.came(found, line.id)
            if came != line.quantity:
                inventory.report_return_mismatch(
                    location_id=place.id,
                    variant_id=line.variant_id,
                    expected=line.quantity,
                    found=came,
                    document=known.number,
                    actor=actor,
                    at=at,
                )
        keep_photos(return_id, drawn, by_customer=False, at=at)
        on_received(known, found, actor=actor, at=at)
        row = Return.objects.get(pk=return_id)
        counted: dict[str, Counter[str]] = defaultdict(Counter)
        for each in found:
            counted[lines[each.line_id].sku][each.decision] += each.quantity
        record("received", row, actor, at, {"found": counted, "location": place.code})
        made = queries.a_return(return_id)
        mails.queue_return_received(orders.order(known.order_id), made, at=at)
    if made.exchange is not None:
        give_differences(at=at, only=made.exchange.id)
    return made


def cancel_return(return_id: int, *, reason: str, actor: Actor, at: dt.datetime) -> ReturnFacts:
    """Expect the goods no longer. Raises UnknownReturn, ReturnClosed, InvalidReturn without a reason."""
    actor.require("orders.write")
    if not reason.strip():
        raise InvalidReturn()
    done = end_return(return_id, reason=reason.strip(), actor=actor, at=at)
    if done.label_id is not None:
        give_label_back(done.label_id, at=at)
    return done


def end_return(
    return_id: int, *, reason: str, tell: bool = True, actor: Actor, at: dt.datetime
) -> ReturnFacts:
    """Expect a return no longer, for this context's own operations. Raises UnknownReturn, ReturnClosed."""
    with transaction.atomic():
        known = queries.a_return(return_id)
        queue_up(known.order_id)
        _close(known, State.CANCELED, actor, at)
        if known.pickup_on is not None:
            fleet.drop_pickup(known.number, actor=system_actor(SYSTEM), at=at)
        drop_exchange(return_id, reason=joined([f"{known.number}:", reason]), actor=actor, at=at)
        record("canceled", Return.objects.get(pk=return_id), actor, at, {}, reason=reason)
        made = queries.a_return(return_id)
        if tell:
            mails.queue_return_ended(orders.order(known.order_id), made, reason, at=at)
    return made


def end_unreturned(*, at: dt.datetime) -> int:
    """End exchanges whose return did not come in time, once each; return how many."""
    late = Exchange.objects.filter(
        state__in=(Exchange.State.WAITING, Exchange.State.RELEASED),
        expires_at__lte=at,
        parent__state=State.ANNOUNCED,
    )
    ended = 0
    for return_id in list(late.values_list("parent_id", flat=True)[:100]):
        reason = say("The parcel has not come in time, so what was set aside for you is free again.")
        try:
            end_return(return_id, reason=reason, actor=system_actor(SYSTEM), at=at)
        except ReturnClosed:
            # It came, or somebody canceled it, in this very moment.
            continue
        ended += 1
    return ended


def _close(known: ReturnFacts, state: str, actor: Actor, at: dt.datetime, **more: int) -> None:
    rows = Return.objects.filter(pk=known.id, state=State.ANNOUNCED)
    if not rows.update(state=state, closed_by=actor.label[:200], closed_at=at, **more):
        raise ReturnClosed(number=known.number)


def _have_it_fetched(row: Return, order: orders.OrderFacts, day: dt.date, at: dt.datetime) -> None:
    fleet.request_pickup(
        reference=row.number,
        address=address_of(order),
        day=day,
        order_ref=order.number,
        actor=system_actor(SYSTEM),
        at=at,
    )


def record(
    what: str, row: Return, actor: Actor, at: dt.datetime, after: dict[str, object], reason: str = ""
) -> None:
    """Write it to the trail of the return and of its order."""
    record_for_both(
        row.pk,
        row.order_id,
        action=f"aftersales.return_{what}",
        actor=actor,
        at=at,
        after={"return": row.number, **after},
        reason=reason,
    )
