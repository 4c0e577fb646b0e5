"""Hold orders whose address is doubtful, ask their customers, let them go, and learn from what came back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction

from storecrew.contexts.channels import public as channels
from storecrew.contexts.orders import public as orders
from storecrew.contexts.shipping import mails
from storecrew.contexts.shipping.errors import NoAddressHold, ReleaseNeedsReason
from storecrew.contexts.shipping.models import AddressHold, AddressMemory, Label
from storecrew.contexts.shipping.queries.addresses import clean_address
from storecrew.contexts.shipping.queries.doubts import address_doubts, place_of
from storecrew.contexts.shipping.queries.options import BY_EMAIL
from storecrew.contexts.shipping.rules import tracking
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.sentence import joined

RECORD = "shipping.address_hold"


def judge_address(order_id: int, *, actor: Actor, at: dt.datetime) -> str:
    """Look at where an order goes and keep it waiting when that is doubtful; return why, or "".

    What goes nowhere waits for no address. Harmless when repeated: an address that was let go for this order
    is not held again. Call it in the transaction that holds the order, before work for it is made or goes on.
    """
    order = orders.order(order_id)
    if order.shipping_method_code == BY_EMAIL:
        return ""
    place = place_of(order.shipping_address)
    waiting = AddressHold.objects.filter(order_id=order_id, state__in=AddressHold.WAITING).first()
    if waiting is not None and waiting.place == place:
        return waiting.because
    if _was_let_go(order_id, place):
        return ""
    if waiting is not None:
        _close(waiting, AddressHold.CORRECTED, actor, at)
    found = address_doubts(order.shipping_address, locale=settings.LANGUAGE_CODE)
    if not found:
        return ""
    row = AddressHold.objects.create(
        order_id=order_id,
        number=order.number,
        channel_code=channels.facts_by_id(order.channel_id).code,
        country=str(order.shipping_address.get("country", ""))[:2],
        place=place,
        codes=[each.code for each in found],
        because=joined(each.sentence for each in found),
        opened_at=at,
    )
    _trail("address_held", row, actor, at, after={"codes": row.codes})
    return row.because


def ask_about_address(order_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Mail the customer a link under which they correct or confirm their address; at most once a day.

    :raises NoAddressHold: the order does not wait for its address
    """
    actor.require("orders.write")
    with transaction.atomic():
        row = _waiting(order_id)
        AddressHold.objects.filter(pk=row.pk).update(state=AddressHold.ASKED, asked_at=at)
        order = orders.order(order_id)
        doubts = address_doubts(order.shipping_address, locale=order.locale)
        mails.queue_address_question(order, [each.sentence for each in doubts], at=at)
        _trail("address_asked", row, actor, at)


def release_address(order_id: int, *, reason: str, actor: Actor, at: dt.datetime) -> str:
    """Take an address as it is, remember that it is good, and return the sentence it was held for.

    The caller lets the work go on (``fulfillment.release_address``).

    :raises NoAddressHold: the order does not wait for its address
    :raises ReleaseNeedsReason: staff said nothing about why
    :raises InvalidAddress: the shopper confirmed an address with a mistake
    """
    order = orders.order(order_id)
    by_shopper = actor.kind in ("customer", "guest")
    if not by_shopper:
        actor.require("orders.write")
        if not reason.strip():
            raise ReleaseNeedsReason()
    row = _waiting(order_id)
    if by_shopper:
        # What is surely wrong cannot be confirmed away.
        clean_address(order.shipping_address, order.locale)
    _close(row, AddressHold.RELEASED, actor, at, reason=reason.strip())
    _learn(row.place, AddressMemory.GOOD, "", row.number, at)
    return row.because


def drop_address_hold(order_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """End the wait of an order that was canceled."""
    row = AddressHold.objects.filter(order_id=order_id, state__in=AddressHold.WAITING).first()
    if row is not None:
        _close(row, AddressHold.DROPPED, actor, at)


def learn_from_label(label_id: int, *, at: dt.datetime) -> None:
    """Remember what became of a label's parcels: not found there, or arrived."""
    row = Label.objects.filter(pk=label_id).first()
    if row is None or not row.to_address.get("street"):
        return
    place = place_of(row.to_address)
    if row.status in tracking.CAME_BACK and row.reason in tracking.WRONG_ADDRESS:
        _learn(place, AddressMemory.UNDELIVERABLE, row.reason, row.order_ref, at)
    elif row.status == "delivered":
        _learn(place, AddressMemory.GOOD, "", row.order_ref, at)


def _learn(place: str, verdict: str, reason: str, order_ref: str, at: dt.datetime) -> None:
    values = {"verdict": verdict, "reason": reason, "order_ref": order_ref, "learned_at": at}
    AddressMemory.objects.update_or_create(place=place, defaults=values)


def _was_let_go(order_id: int, place: str) -> bool:
    released = AddressHold.objects.filter(order_id=order_id, place=place, state=AddressHold.RELEASED)
    return released.exists()


def _waiting(order_id: int) -> AddressHold:
    row = AddressHold.objects.filter(order_id=order_id, state__in=AddressHold.WAITING).first()
    if row is None:
        raise NoAddressHold(order=order_id)
    return row


def _close(row: AddressHold, state: str, actor: Actor, at: dt.datetime, reason: str = "") -> None:
    """End a hold; of two who end it one does."""
    mine = AddressHold.objects.filter(pk=row.pk, state__in=AddressHold.WAITING)
    if not mine.update(state=state, closed_at=at, closed_by=actor.label[:200]):
        raise NoAddressHold(order=row.order_id)
    _trail(f"address_{state}", row, actor, at, reason=reason)


def _trail(
    what: str,
    row: AddressHold,
    actor: Actor,
    at: dt.datetime,
    *,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    for record, record_id in ((RECORD, row.pk), ("orders.order", row.order_id)):
        audit.record(
            actor=actor,
            action=f"shipping.{what}",
            record=record,
            record_id=record_id,
            at=at,
            after=after,
            reason=reason,
        )
