"""A packed part of an order begins to wait for its customer, or does not wait any more."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.channels import public as channels
from storecrew.contexts.fulfillment import mails, queries
from storecrew.contexts.fulfillment.models import Collection, FulfillmentOrder, Parcel
from storecrew.contexts.fulfillment.operations import moving
from storecrew.contexts.fulfillment.rules import collecting as rules
from storecrew.contexts.fulfillment.rules import states
from storecrew.contexts.orders import public as orders
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel.actor import Actor


def make_ready(part: FulfillmentOrder, *, actor: Actor, at: dt.datetime) -> bool:
    """Let a packed part wait for its customer, and tell the customer; False when there is nothing to do.

    Call it in the transaction that packs or checks the last box. Opened and packed again it waits again,
    under the same code.
    """
    order = orders.order(part.order_id)
    if not order.is_collected or part.state != states.PACKED:
        return False
    waits = Parcel.objects.filter(fulfillment_order=part, state=Parcel.State.CLOSED, needs_check=True)
    if waits.filter(checked_at=None).exists():
        return False
    timezone = channels.facts_by_id(order.channel_id).timezone
    until = rules.keep_until(at, int(order.pickup_point.get("keep_days") or 0), timezone)
    row, new = Collection.objects.get_or_create(
        fulfillment_order=part,
        defaults={
            "order_id": part.order_id,
            "location_id": part.location_id,
            "number": part.number,
            "code": _free_code(part.location_id),
            "ready_at": at,
            "keep_until": until,
        },
    )
    again = Collection.objects.filter(pk=row.pk).exclude(state__in=(rules.READY, rules.COLLECTED))
    if not new and not again.update(
        state=rules.READY, ready_at=at, keep_until=until, reminded_at=None, closed_at=None, closed_by=""
    ):
        return False
    row.refresh_from_db()
    moving.note(part, "to_collect", actor=actor, at=at)
    mails.queue_waits(order, queries.collection_facts(row), at=at)
    shipping.record_ready(order.number, at=at)
    return True


def withdraw(part: FulfillmentOrder, *, actor: Actor, at: dt.datetime) -> bool:
    """Take back a part that waits for its customer, or was given up, in the caller's transaction.

    Return False when nothing waits: it was never packed, or it has been handed over.
    """
    rows = Collection.objects.filter(fulfillment_order=part)
    taken = rows.filter(state=rules.READY).update(
        state=rules.WITHDRAWN, closed_at=at, closed_by=moving.name_of(actor)
    )
    return bool(taken) or rows.filter(state=rules.GIVEN_UP).exists()


def _free_code(location_id: int) -> str:
    """Return a code that no other order at the location has that waits now."""
    while True:
        code = rules.new_code()
        if not Collection.objects.filter(location_id=location_id, state=rules.READY, code=code).exists():
            return code
