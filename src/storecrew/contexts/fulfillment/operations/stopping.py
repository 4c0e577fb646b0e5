"""Holds and cancellations: each stops the work on an order, or says at once that it is too
late.

Orders are locked before fulfillment orders, everywhere, so that two of these cannot wait for each other. A
scan holds its fulfillment order while it counts; whoever comes second sees what the first has written.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from storecrew.contexts.fulfillment.errors import NothingToShip, ReasonMissing, TooLate
from storecrew.contexts.fulfillment.models import FulfillmentOrder
from storecrew.contexts.fulfillment.operations import addresses, making, moving, readying
from storecrew.contexts.fulfillment.rules import states
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.work import public as work
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.sentence import say, short


def hold(order_id: int, *, reason: str, actor: Actor, at: dt.datetime) -> int:
    """Stop the work on an order at every location until ``resume``; return how many parts stopped.

    What was picked already stays in its tote. Nothing is held unless everything can be.

    :raises Denied: the actor may not edit orders
    :raises ReasonMissing: without a reason
    :raises TooLate: a part is packed
    :raises NothingToShip: nothing of the order is left to send
    :raises OrderIsCanceled: the order was canceled
    :raises OrderNotConfirmed: the order waits for its payment; nobody works on it yet
    """
    actor.require("orders.write")
    if not reason.strip():
        raise ReasonMissing()
    with transaction.atomic():
        orders.begin_fulfilling(order_id)
        rows = making.prepare(order_id, actor=actor, at=at)
        if not rows:
            raise NothingToShip()
        stopped = 0
        for row in rows:
            if row.state == states.HELD:
                continue
            moving.move(row, states.HELD, actor=actor, at=at, held_because=short(reason.strip(), 300))
            moving.let_go(row, at=at)
            moving.note(row, "held", actor=actor, at=at, text=reason.strip())
            stopped += 1
        if stopped:
            _trail("held", order_id, actor, at, reason)
    return stopped


def resume(order_id: int, *, actor: Actor, at: dt.datetime) -> int:
    """Let the work on an order go on where it was stopped; return how many parts go on.

    :raises AddressHeld: it waits because of its address, which has a page of its own
    """
    actor.require("orders.write")
    with transaction.atomic():
        orders.begin_fulfilling(order_id)
        if (held := shipping.address_hold(order_id)) is not None:
            raise shipping.AddressHeld(because=held.because)
        resumed = addresses.go_on(order_id, "", actor=actor, at=at)
        if resumed:
            _trail("resumed", order_id, actor, at, "")
    return resumed


class Warehouse:
    """What the warehouse does when an order is to change: the stopper that orders ask."""

    def stop(self, order_id: int, change: str, *, reason: str, actor: Actor, at: dt.datetime) -> None:
        """Let go of the order for a cancellation, or take note of its new address. Raises TooLate."""
        rows = FulfillmentOrder.objects.filter(order_id=order_id, state__in=states.OPEN).order_by("pk")
        for row in rows:
            if change == "cancel":
                _cancel(row, reason, actor, at)
            else:
                # Held until the commit: nobody closes the parcel with the old address in the meantime.
                moving.keep(row.pk, *states.STOPPABLE)
                moving.note(row, "readdressed", actor=actor, at=at)


def _cancel(row: FulfillmentOrder, reason: str, actor: Actor, at: dt.datetime) -> None:
    if row.state == states.PACKED and readying.withdraw(row, actor=actor, at=at):
        # It waits with us for its customer: the box is opened again, and the goods go back to their shelf.
        moving.move(row, states.PICKED, actor=actor, at=at)
    if not moving.try_move(row, states.CANCELED, actor=actor, at=at, closed_at=at):
        row.refresh_from_db(fields=["state"])
        if row.state == states.CANCELED:
            return
        raise TooLate(number=row.number, state=row.state)
    moving.let_go(row, at=at)
    moving.note(row, "canceled", actor=actor, at=at, text=reason)
    picked = [line for line in row.lines.all() if line.picked]
    if not picked:
        return
    picks = "\n".join(f"{line.picked} × {line.sku} {line.title}" for line in picked)
    places = {place.id: place.code for place in inventory.locations()}
    work.open_task(
        code="fulfillment.put_back",
        title=say("Put back what was picked for %(number)s", number=row.number),
        detail=picks,
        owner_role="logistics_manager",
        location_code=places.get(row.location_id, ""),
        record="orders.order",
        record_id=row.order_id,
        url=f"/admin/orders/{row.number}/",
        due_at=at + dt.timedelta(days=1),
        dedupe_key=f"fulfillment.put_back:{row.pk}",
        actor=system_actor("fulfillment.put_back"),
        at=at,
    )


def _trail(what: str, order_id: int, actor: Actor, at: dt.datetime, reason: str) -> None:
    audit.record(
        actor=actor,
        action=f"fulfillment.{what}",
        record="orders.order",
        record_id=order_id,
        at=at,
        reason=reason,
    )
