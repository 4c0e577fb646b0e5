"""After an order is placed and while nobody works on it: the best location by rule, explained and kept.

Placing promises goods at once from the channel's own order of locations, and stays fast; this runs after
the commit, and only for an order that has a choice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict

from django.db import transaction

from storecrew.contexts.fulfillment import queries
from storecrew.contexts.fulfillment.errors import InvalidRouting
from storecrew.contexts.fulfillment.facts import RuleFacts
from storecrew.contexts.fulfillment.models import (
    FulfillmentOrder,
    RoutingDecision,
    RoutingPlace,
    RoutingRule,
)
from storecrew.contexts.fulfillment.models.routing import MILLION
from storecrew.contexts.fulfillment.operations import making
from storecrew.contexts.fulfillment.queries import routing as routes
from storecrew.contexts.fulfillment.rules import geography, routing, states
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.sentence import say

ACTOR = "fulfillment.route"


def route(order_id: int, *, at: dt.datetime) -> str:
    """Choose the location of an order that has a choice, and move its promises there; return its code or "".

    Decided once per order. What somebody has begun to pick stays. When a promise cannot move (others bought
    the units in the meantime), everything stays as it was promised.
    """
    if RoutingDecision.objects.filter(order_id=order_id).exists():
        return ""
    order = orders.order(order_id)
    if order.is_collected:
        return ""
    candidates = routes.candidates(order)
    if len(candidates) < 2:
        return ""
    decision = routing.decide(candidates, routes.active_rules())
    parts = inventory.parts_to_send(order_id)
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
            places=[asdict(routes.facts_of(place)) for place in candidates],
            at=at,
        )
        _move(parts, decision, at)
        making.prepare(order_id, actor=system_actor(ACTOR), at=at)
        return decision.chosen
    return ""


def save_routing(rules: Sequence[RuleFacts], *, actor: Actor, at: dt.datetime) -> None:
    """Set the rules and their order for all orders from now on. Raises InvalidRouting."""
    actor.require("fulfillment.write")
    names = [rule.name for rule in rules]
    wrong = set(names) - set(routing.RANKS) or len(set(names)) != len(names)
    if wrong or not any(rule.active for rule in rules) or any(rule.step < 1 for rule in rules):
        raise InvalidRouting(rules=", ".join(names)[:200])
    before = [rule.name for rule in queries.routing_rules() if rule.active]
    with transaction.atomic():
        for position, rule in enumerate(rules):
            values = {"position": position, "active": rule.active, "step": rule.step}
            RoutingRule.objects.update_or_create(name=rule.name, defaults=values)
        audit.record(
            actor=actor,
            action="fulfillment.routing_saved",
            record="fulfillment.routing",
            record_id=1,
            at=at,
            before={"rules": before},
            after={"rules": [f"{rule.name}/{rule.step}" for rule in rules if rule.active]},
        )


def save_routing_place(
    location_code: str,
    *,
    cost: int,
    latitude: float | None = None,
    longitude: float | None = None,
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Say what a parcel from a location costs and where it stands. Raises InvalidRouting, UnknownLocation."""
    actor.require("fulfillment.write")
    place = inventory.location(location_code)
    if cost < 0 or not geography.on_earth(latitude, longitude):
        raise InvalidRouting(location=location_code)
    values = {
        "cost": cost,
        "latitude_e6": None if latitude is None else round(latitude * MILLION),
        "longitude_e6": None if longitude is None else round(longitude * MILLION),
    }
    with transaction.atomic():
        RoutingPlace.objects.update_or_create(location_id=place.id, defaults=values)
        audit.record(
            actor=actor,
            action="fulfillment.routing_place_saved",
            record="inventory.location",
            record_id=place.id,
            at=at,
            after=values,
        )


def _move(parts: list[inventory.AllocationFacts], decision: routing.Decision, at: dt.datetime) -> None:
    chosen = inventory.location(decision.chosen)
    for part in parts:
        if part.location_code != decision.chosen:
            inventory.move_allocation(
                part.id,
                to_location_id=chosen.id,
                quantity=part.quantity,
                reason=say("Routed"),
                actor=system_actor(ACTOR),
                at=at,
            )
