"""Where an order goes: changed until a parcel is closed, and held while it is doubtful (LOG-6).

Shipping judges addresses; here the work on the order stops and goes on with the verdict, in one transaction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from storecrew.contexts.fulfillment.models import FulfillmentOrder
from storecrew.contexts.fulfillment.operations import moving
from storecrew.contexts.fulfillment.rules import states
from storecrew.contexts.orders import public as orders
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel.actor import Actor


def change_address(
    order_id: int, *, address: Mapping[str, Any], locale: str = "en", actor: Actor, at: dt.datetime
) -> bool:
    """Send an order to another address of the same country, until a parcel of it is closed.

    An order that waited because of its address goes on; one whose new address is doubtful waits. Return
    False when it goes there already. A shopper is authorized by the caller, who knows the token.

    :raises Denied: staff without the right
    :raises InvalidAddress: with a sentence per field
    :raises CountryIsFixed: taxes and shipping were agreed for another country
    :raises TooLate: a parcel is closed
    :raises LabelPrinted: a label for the old address exists
    :raises OrderAlreadyShipped: a part has left
    """
    if actor.kind not in ("customer", "guest"):
        actor.require("orders.write")
    cleaned = shipping.clean_address(address, locale).as_json()
    with transaction.atomic():
        if not orders.change_shipping_address(order_id, address=cleaned, actor=actor, at=at):
            return False
        held = shipping.address_hold(order_id)
        because = shipping.judge_address(order_id, actor=actor, at=at)
        if because:
            _stop(order_id, because, instead_of=held.because if held else "", actor=actor, at=at)
        elif held is not None:
            go_on(order_id, held.because, actor=actor, at=at)
    return True


def release_address(order_id: int, *, reason: str = "", actor: Actor, at: dt.datetime) -> int:
    """Take a doubtful address as it is and let the work go on; return how many parts go on.

    The shopper says so behind the secret link of the order; staff say why.

    :raises NoAddressHold: the order does not wait for its address
    :raises ReleaseNeedsReason: staff gave no reason
    :raises OrderIsCanceled: the order was canceled
    """
    with transaction.atomic():
        orders.begin_fulfilling(order_id)
        because = shipping.release_address(order_id, reason=reason, actor=actor, at=at)
        return go_on(order_id, because, actor=actor, at=at)


def go_on(order_id: int, because: str, *, actor: Actor, at: dt.datetime) -> int:
    """Let the parts of an order go on that were held for this reason, or for any with an empty one."""
    rows = FulfillmentOrder.objects.filter(order_id=order_id, state=states.HELD).order_by("pk")
    if because:
        rows = rows.filter(held_because=because)
    resumed = 0
    for row in rows.prefetch_related("lines"):
        lines = list(row.lines.all())
        to = states.after_hold(sum(x.quantity for x in lines), sum(x.picked for x in lines))
        if moving.try_move(row, to, actor=actor, at=at, held_because="", run=None, tote=""):
            moving.note(row, "resumed", actor=actor, at=at)
            resumed += 1
    return resumed


def _stop(order_id: int, because: str, *, instead_of: str, actor: Actor, at: dt.datetime) -> None:
    """Hold what is worked on; a part that waited for the old address waits for the new one."""
    rows = FulfillmentOrder.objects.filter(order_id=order_id, state__in=states.OPEN).order_by("pk")
    for row in rows:
        if row.state != states.HELD:
            moving.move(row, states.HELD, actor=actor, at=at, held_because=because)
            moving.let_go(row, at=at)
            moving.note(row, "held", actor=actor, at=at, text=because)
        elif row.held_because == instead_of:
            FulfillmentOrder.objects.filter(pk=row.pk).update(held_because=because)
