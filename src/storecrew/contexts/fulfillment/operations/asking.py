"""Questions of customer service to the warehouse, and one note about many orders."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence

from django.db import transaction

from storecrew.contexts.channels import public as channels
from storecrew.contexts.fulfillment import mails, queries
from storecrew.contexts.fulfillment.errors import ReasonMissing
from storecrew.contexts.fulfillment.models import FulfillmentEvent
from storecrew.contexts.fulfillment.rules import states
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.work import public as work
from storecrew.kernel import audit, rows
from storecrew.kernel.actor import Actor
from storecrew.kernel.sentence import say

ANSWER_IN_MINUTES = 120
"""Working minutes that the warehouse has for an answer before its lead is told."""
MOST_ORDERS = 2_000


def ask_warehouse(order_id: int, *, question: str, actor: Actor, at: dt.datetime) -> work.TaskFacts:
    """Ask the location that has an order; the answer lands on the order, and a late one with the lead.

    :raises Denied: the actor may not work on tasks
    :raises OrderNotFound: there is no such order
    :raises EmptyComment: without a question
    """
    order = orders.order(order_id)
    channel = channels.facts_by_id(order.channel_id)
    with transaction.atomic():
        work.comment(record="orders.order", record_id=order_id, body=question, actor=actor, at=at)
        return work.open_task(
            code="fulfillment.question",
            title=say("Question about %(number)s", number=order.number),
            detail=question.strip(),
            owner_role="logistics_manager",
            location_code=_location_of(order_id),
            record="orders.order",
            record_id=order_id,
            asked_from_record="orders.order",
            asked_from_id=order_id,
            url=f"/admin/orders/{order.number}/",
            due_at=work.due_after(at, ANSWER_IN_MINUTES, work.Hours(channel.timezone)),
            actor=actor,
            at=at,
        )


def broadcast_incident(order_ids: Sequence[int], *, note: str, actor: Actor, at: dt.datetime) -> int:
    """Write one note on many orders and tell those customers once; return how many orders have it now.

    The note stands on the timeline of each order, so whoever takes the next call reads it. An order that
    has the same note already is left out, so a repeated call neither writes nor mails again.

    :raises Denied: the actor may not edit orders
    :raises ReasonMissing: without a note
    """
    actor.require("orders.write")
    text = note.strip()[:300]
    if not text:
        raise ReasonMissing()
    wanted = sorted(set(order_ids))[:MOST_ORDERS]
    with transaction.atomic():
        noted = FulfillmentEvent.objects.filter(order_id__in=wanted, kind="incident", note=text)
        known = set(noted.values_list("order_id", flat=True))
        # In the order of their ids, so that two who tell of overlapping orders wait for each other in turn.
        fresh = [
            order_id for order_id in wanted if order_id not in known and _note(order_id, text, actor, at)
        ]
        for order_id in fresh:
            order = orders.order(order_id)
            if order.status != "canceled":
                mails.queue_incident(order, text, at=at)
        if fresh:
            audit.record(
                actor=actor,
                action="fulfillment.incident_told",
                record="fulfillment.incident",
                record_id=fresh[0],
                at=at,
                after={"orders": len(fresh)},
                reason=text,
            )
    return len(fresh)


def _note(order_id: int, text: str, actor: Actor, at: dt.datetime) -> bool:
    """Write a note on an order; False when somebody else wrote the same one in this moment."""
    event = FulfillmentEvent(
        order_id=order_id,
        kind="incident",
        note=text,
        actor_label=actor.label[:200],
        at=at,
        once=f"incident:{order_id}:{hashlib.sha256(text.encode()).hexdigest()[:16]}",
    )
    return bool(rows.insert([event], once_per="once"))


def _location_of(order_id: int) -> str:
    """Return the code of the location that has an order: where it is worked on, else where it left from."""
    works = queries.work_of_order(order_id)
    living = [row for row in works if row.state in states.OPEN] or list(works)
    if living:
        return living[0].location_code
    parts = inventory.allocations_of(order_id)
    return parts[0].location_code if parts else ""
