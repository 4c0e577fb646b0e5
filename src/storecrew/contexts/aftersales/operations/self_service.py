"""A return that the customer announces, within the rules of the channel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from storecrew.contexts.aftersales import queries, states
from storecrew.contexts.aftersales.errors import (
    InvalidReturn,
    InvalidReturnPhoto,
    ReturnClosed,
    ReturnNotOffered,
    ReturnUnderWay,
    UnknownReturn,
)
from storecrew.contexts.aftersales.facts import ReturnFacts
from storecrew.contexts.aftersales.models import Return, Withdrawal
from storecrew.contexts.aftersales.operations.gate import queue_up
from storecrew.contexts.aftersales.operations.labels import give_label_back
from storecrew.contexts.aftersales.operations.photos import checked_photos, keep_photos
from storecrew.contexts.aftersales.operations.returns import end_return, expect
from storecrew.contexts.aftersales.rules.returns import Wanted
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import audit, ratelimit
from storecrew.kernel.actor import Actor
from storecrew.kernel.sentence import say

LIMIT = "aftersales.ask_return"
PHOTOS = "aftersales.add_return_photos"
ratelimit.define(LIMIT, ip="20/1h", order="10/1d")
ratelimit.define(PHOTOS, ip="30/1h", order="20/1d")


def ask_return(
    order_id: int,
    *,
    lines: Sequence[Wanted],
    note: str = "",
    credit: bool = False,
    photos: Sequence[bytes] = (),
    actor: Actor,
    at: dt.datetime,
) -> ReturnFacts:
    """Announce what a customer sends back. Who calls it has proved that the customer holds the order's link.

    ``photos`` are files as they were sent; they are drawn anew before they are kept.

    Call it outside any transaction, so that what is refused counts too.

    :raises TooManyAttempts: too often from one address or for one order (ABU-08)
    :raises InvalidReturn: no units, or a reason or condition that is not on the list
    :raises ReturnNotOffered: too late, nothing left, too many under way, or not offered by the channel
    :raises NothingToReturn: more units than were sent and are not on their way back
    :raises ExchangeNotOffered: a variant is not to be had for its line, or only some lines have one
    :raises ExchangeSoldOut: too few of the wanted variant are free
    :raises InvalidReturnPhoto: a file is no picture, or there are too many
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
    drawn = checked_photos(photos)
    with transaction.atomic():
        queue_up(order_id)
        offer = queries.return_offer(order_id, at=at)
        strange = {each.line_id for each in wanted} - set(offer.lines)
        if credit and not offer.credit:
            raise ReturnNotOffered(why="credit")
        if offer.why or strange:
            raise ReturnNotOffered(why=offer.why or "nothing_left")
        made = expect(order_id, wanted, note=note, by_customer=True, credit=credit, actor=actor, at=at)
        keep_photos(made.id, drawn, by_customer=True, at=at)
    return made


def add_return_photos(
    order_id: int, number: str, *, photos: Sequence[bytes], actor: Actor, at: dt.datetime
) -> int:
    """Keep photos that a customer sends after the return was announced, until it is settled; return how many.

    Who calls it has proved that the customer holds the order's link. The same photo twice is kept once. Call
    it outside any transaction, so that what is refused counts too.

    :raises TooManyAttempts: too often from one address or for one order (ABU-08)
    :raises UnknownReturn: the order has no such return
    :raises ReturnClosed: it is settled or was canceled
    :raises InvalidReturnPhoto: no photo, a file that is none, or more than eight with those that are there
    """
    keys = [f"order:{order_id}", *([f"ip:{actor.ip}"] if actor.ip else [])]
    ratelimit.hit(PHOTOS, *keys)
    drawn = checked_photos(photos)
    if not drawn:
        raise InvalidReturnPhoto(most=states.MOST_PHOTOS)
    with transaction.atomic():
        queue_up(order_id)
        row = Return.objects.filter(order_id=order_id, number=number).first()
        if row is None:
            raise UnknownReturn(number=number[:30])
        if row.state == Return.State.CANCELED or row.outcome:
            raise ReturnClosed(number=number)
        before = row.photos.filter(by_customer=True).count()
        keep_photos(row.pk, drawn, by_customer=True, at=at)
        after = row.photos.filter(by_customer=True).count()
        if after > states.MOST_PHOTOS:
            raise InvalidReturnPhoto(most=states.MOST_PHOTOS)
        if after > before:
            audit.record(
                actor=actor, action="aftersales.photos_added", record="aftersales.return", record_id=row.pk,
                at=at, after={"photos": after - before},
            )  # fmt: skip
    return after - before


def withdraw_return(order_id: int, number: str, *, actor: Actor, at: dt.datetime) -> ReturnFacts:
    """Cancel an announced return as its customer, who holds the order's link, until it is under way.

    A return that a withdrawal brought forth stays: the customer declared that the contract ends.

    :raises UnknownReturn: the order has no such return
    :raises ReturnUnderWay: the carrier has its parcel
    :raises ReturnClosed: it is here, was canceled before, or comes of a withdrawal
    """
    row = Return.objects.filter(order_id=order_id, number=number).first()
    if row is None:
        raise UnknownReturn(number=number[:30])
    if Withdrawal.objects.filter(back=row).exists():
        raise ReturnClosed(number=number)
    label = shipping.label(row.label_id) if row.label_id is not None else None
    if label is not None and (label.picked_up_at or label.delivered_at):
        raise ReturnUnderWay(number=number)
    done = end_return(row.pk, reason=say("Canceled by the customer"), tell=False, actor=actor, at=at)
    if done.label_id is not None:
        give_label_back(done.label_id, at=at)
    return done
