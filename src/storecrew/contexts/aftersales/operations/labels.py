"""The label of a parcel that comes back: bought once by the rules of the channel, taken back with it."""

from __future__ import annotations

import datetime as dt
import logging

from django.db import transaction

from storecrew.contexts.aftersales import queries
from storecrew.contexts.aftersales.errors import ReturnClosed, ReturnNotOffered, UnknownReturn
from storecrew.contexts.aftersales.facts import ReturnFacts
from storecrew.contexts.aftersales.models import Return
from storecrew.contexts.aftersales.operations.gate import queue_up
from storecrew.contexts.aftersales.operations.trail import record_for_both
from storecrew.contexts.aftersales.rules.returns import weight_of
from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.customers.public import AddressFacts
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import ratelimit
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.errors import DomainError
from storecrew.kernel.sentence import say

log = logging.getLogger(__name__)
KEY = "return/"
SYSTEM = system_actor("aftersales.labels")
LIMIT = "aftersales.take_label"
ratelimit.define(LIMIT, ip="20/1h", order="10/1d")


def take_label(order_id: int, number: str, *, actor: Actor, at: dt.datetime) -> ReturnFacts:
    """Buy the label of an announced return, once, and return the return with it.

    For its customer, who holds the order's link, and for staff. Call it outside transactions.

    :raises Denied: staff who may not edit orders
    :raises TooManyAttempts: too often for one order or from one address
    :raises UnknownReturn: the order has no such return
    :raises ReturnNotOffered: the channel gives no labels, or a vehicle fetches it
    :raises ReturnClosed: it is here, or was canceled
    :raises CarrierRefused, CarrierSilent, InvalidLabel, CustomsIncomplete: as `shipping.buy_label`
    """
    if actor.kind == "staff":
        actor.require("orders.write")
    else:
        ratelimit.hit(LIMIT, f"order:{order_id}", *([f"ip:{actor.ip}"] if actor.ip else []))
    row = Return.objects.filter(order_id=order_id, number=number).first()
    if row is None:
        raise UnknownReturn(number=number[:30])
    if row.label_id is not None:
        return queries.a_return(row.pk)
    order = orders.order(order_id)
    service = queries.return_rules(order.channel_id).label_service
    if row.state != Return.State.ANNOUNCED:
        raise ReturnClosed(number=number)
    if not service or row.pickup_on is not None:
        raise ReturnNotOffered(why="label")
    label = buy_for(row, order, service, at=at)
    keep_label(row.pk, label.id, actor=actor, at=at)
    return queries.a_return(row.pk)


def buy_for(row: Return, order: orders.OrderFacts, service: str, *, at: dt.datetime) -> shipping.LabelFacts:
    """Buy the label of a return, once however often it is asked. Call it outside transactions."""
    return shipping.buy_label(
        key=f"{KEY}{row.pk}",
        order_ref=row.number,
        service=service,
        from_address=address_of(order),
        to_address=inventory.postal_address(),
        parcels=[shipping.ParcelSpec(weight_g=_weight(row), reference=row.number)],
        actor=SYSTEM,
        at=at,
    )


def keep_label(return_id: int, label_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Write a label that exists on its return; one that was canceled meanwhile gives it back.

    :raises ReturnClosed: it was canceled or received meanwhile
    """
    row = Return.objects.filter(pk=return_id).first()
    if row is None:
        return
    with transaction.atomic():
        queue_up(row.order_id)
        # Asked in the queue: whoever asked for the same label may have written it a moment ago.
        row.refresh_from_db(fields=["state", "label"])
        if row.label_id == label_id:
            return
        wanted = row.state == Return.State.ANNOUNCED and row.label_id is None
        if wanted:
            row.label_id = label_id
            row.save(update_fields=["label"])
            _record(row, actor, at)
    if not wanted:
        give_label_back(label_id, at=at)
        raise ReturnClosed(number=row.number)


def _record(row: Return, actor: Actor, at: dt.datetime) -> None:
    action = "aftersales.return_labeled"
    record_for_both(row.pk, row.order_id, action=action, actor=actor, at=at, after={"return": row.number})


def give_label_back(label_id: int, *, at: dt.datetime) -> None:
    """Take a label back that nothing travels under; where the carrier does not let us, it just runs out."""
    try:
        shipping.void_label(label_id, actor=SYSTEM, at=at, reason=say("The return was canceled."))
    except DomainError as problem:
        log.info("label %s of a canceled return stays: %s", label_id, problem.code)


def address_of(order: orders.OrderFacts) -> AddressFacts:
    """Return where an order went: where its parcel comes back from."""
    names = AddressFacts.__dataclass_fields__
    return AddressFacts(**{name: str(order.shipping_address.get(name) or "") for name in names})


def _weight(row: Return) -> int:
    units = {line.variant_id: line.quantity for line in row.lines.all()}
    known = catalog.variants(units)
    return weight_of([(known[each].weight_g or 0 if each in known else 0, n) for each, n in units.items()])
