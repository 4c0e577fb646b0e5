"""After an order is placed and while nobody works on it: the best location by rule, explained and kept.

Placing promises goods at once from the channel's own order of locations, and stays fast; this runs after
the commit, and only for an order that has a choice.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from contextlib import suppress

from django.conf import settings
from django.db import transaction
from django.db.models import Sum

from storecrew.contexts.fulfillment.models import FulfillmentOrder, RoutingDecision
from storecrew.contexts.fulfillment.operations import making
from storecrew.contexts.fulfillment.rules import routing, states
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.kernel.actor import system_actor

ACTOR = "fulfillment.route"


def route(order_id: int, *, at: dt.datetime) -> str:
    """Choose the location of an order that has a choice, and move its promises there; return its code or "".

    Decided once per order. What somebody has begun to pick stays. When a promise cannot move (others bought
    the units in the meantime), everything stays as it was promised.
    """
    if RoutingDecision.objects.filter(order_id=order_id).exists():
        return ""
    order = orders.order(order_id)
    parts = [part for part in inventory.allocations_of(order_id) if part.state == "allocated"]
    candidates = _candidates(order, parts)
    if len(candidates) < 2:
        return ""
    rules = getattr(settings, "STORECREW_ROUTING", routing.ORDER)
    decision = routing.decide(candidates, rules)
    before = ",".join(sorted({part.location_code for part in parts}))
    with suppress(inventory.NotEnoughThere, inventory.NotAllocated), transaction.atomic():
        orders.begin_fulfilling(order_id)
        waiting = FulfillmentOrder.objects.filter(order_id=order_id, state__in=states.OPEN)
        if waiting.exclude(state=states.WAITING).exists():
            return ""
        RoutingDecision.objects.create(
            order_id=order_id,
            chosen=decision.chosen,
            before=before,
            rule=decision.rule,
            ranks=decision.ranks,
            at=at,
        )
        _move(parts, decision, at)
        making.prepare(order_id, actor=system_actor(ACTOR), at=at)
        return decision.chosen
    return ""


def _candidates(order: orders.OrderFacts, parts: list[inventory.AllocationFacts]) -> list[routing.Candidate]:
    """Return the locations that could send all of an order; two or more are a choice."""
    needs: dict[int, int] = defaultdict(int)
    held: dict[tuple[int, str], int] = defaultdict(int)
    for part in parts:
        needs[part.variant_id] += part.quantity
        held[part.variant_id, part.location_code] += part.quantity
    if not needs:
        return []
    free = inventory.available_to_promise(list(needs), channel_id=order.channel_id)
    places = [place for place in inventory.locations() if place.active]
    queues = dict(
        FulfillmentOrder.objects.filter(state__in=(states.WAITING, states.PICKING, states.PICKED))
        .exclude(order_id=order.id)
        .order_by()
        .values_list("location__code")
        .annotate(Sum("units"))
    )
    country = str(order.shipping_address.get("country", ""))
    current = {part.location_code for part in parts}
    found = []
    for place in places:
        covers = all(
            held[variant_id, place.code] + free[variant_id].by_location.get(place.code, 0) >= units
            for variant_id, units in needs.items()
        )
        if covers or place.code in current:
            near = bool(country) and place.country == country
            queue = queues.get(place.code, 0)
            found.append(routing.Candidate(place.code, covers, near, queue, current == {place.code}))
    return found


def _move(parts: list[inventory.AllocationFacts], decision: routing.Decision, at: dt.datetime) -> None:
    chosen = inventory.location(decision.chosen)
    for part in parts:
        if part.location_code != decision.chosen:
            inventory.move_allocation(
                part.id,
                to_location_id=chosen.id,
                quantity=part.quantity,
                reason=f"routing: {decision.rule}",
                actor=system_actor(ACTOR),
                at=at,
            )
