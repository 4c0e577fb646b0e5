"""Reads of routing: the shop's rules, why an order left from where it did, and what would be decided now."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Sum

from storecrew.contexts.fulfillment.facts import RoutingFacts, RoutingPlaceFacts, RuleFacts
from storecrew.contexts.fulfillment.models import (
    FulfillmentOrder,
    RoutingDecision,
    RoutingPlace,
    RoutingRule,
)
from storecrew.contexts.fulfillment.rules import geography, routing, states
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders


def routing_rules() -> tuple[RuleFacts, ...]:
    """Return every rule in the shop's order; those that it does not know yet are last and off."""
    rows = {row.name: row for row in RoutingRule.objects.all()}
    if not rows:
        usual = [rule.name for rule in routing.ORDER]
        names = [*usual, *(name for name in routing.RANKS if name not in usual)]
        return tuple(RuleFacts(name, name in usual, routing.STEPS.get(name, 1)) for name in names)
    known = [RuleFacts(row.name, row.active, row.step) for row in rows.values() if row.name in routing.RANKS]
    new = [RuleFacts(name, False, routing.STEPS.get(name, 1)) for name in routing.RANKS if name not in rows]
    return (*known, *new)


def active_rules() -> tuple[routing.Rule, ...]:
    """Return the rules that decide."""
    return tuple(routing.Rule(rule.name, rule.step) for rule in routing_rules() if rule.active)


def routing_of(order_id: int) -> RoutingFacts | None:
    """Return why an order leaves from where it leaves, or None when it had no choice."""
    row = RoutingDecision.objects.filter(order_id=order_id).first()
    if row is None:
        return None
    ranks = tuple((rule, tuple((code, rank) for code, rank in said)) for rule, said in row.ranks)
    places = tuple(RoutingPlaceFacts(**place) for place in row.places)
    return RoutingFacts(row.chosen, row.before, row.rule, ranks, row.at, places)


def preview_route(order_id: int) -> RoutingFacts:
    """Return from where an order that waits would leave by today's rules, and why; writes nothing.

    `chosen` is "" when nothing of it is promised any more. Raises OrderNotFound.
    """
    order = orders.order(order_id)
    found = candidates(order)
    parts = inventory.parts_to_send(order_id)
    before = ",".join(sorted({part.location_code for part in parts}))
    places = tuple(facts_of(place) for place in found)
    if not found:
        return RoutingFacts("", "", "", (), None)
    decision = routing.decide(found, active_rules())
    return RoutingFacts(decision.chosen, before, decision.rule, decision.ranks, None, places)


def candidates(order: orders.OrderFacts) -> list[routing.Candidate]:
    """Return the locations that could send all of an order, or have some of it now; two are a choice."""
    needs: dict[int, int] = defaultdict(int)
    held: dict[tuple[int, str], int] = defaultdict(int)
    current = set()
    for part in inventory.parts_to_send(order.id):
        needs[part.variant_id] += part.quantity
        held[part.variant_id, part.location_code] += part.quantity
        current.add(part.location_code)
    if not needs:
        return []
    free = inventory.available_to_promise(list(needs), channel_id=order.channel_id)
    queues, exact = _queues(besides=order.id), _exact()
    goes_to = geography.point_of(order.shipping_address)
    country = str(order.shipping_address.get("country", ""))
    found = []
    for place in inventory.locations():
        covers = place.active and all(
            held[variant_id, place.code] + free[variant_id].by_location.get(place.code, 0) >= units
            for variant_id, units in needs.items()
        )
        if not covers and place.code not in current:
            continue
        row = exact.get(place.id)
        stands: dict[str, Any] = inventory.postal_address(place.code).as_json()
        if row is not None:
            stands |= {"latitude": row.latitude, "longitude": row.longitude}
        found.append(
            routing.Candidate(
                place.code,
                covers,
                bool(country) and place.country == country,
                queues.get(place.code, 0),
                place.code in current and len(current) == 1,
                geography.kilometers(geography.point_of(stands), goes_to),
                row.cost if row else 0,
            )
        )
    return found


def facts_of(place: routing.Candidate) -> RoutingPlaceFacts:
    """Return what is kept of a candidate."""
    return RoutingPlaceFacts(place.code, place.covers, place.near, place.distance, place.cost, place.queue)


def _queues(*, besides: int) -> dict[str, int]:
    rows = FulfillmentOrder.objects.filter(state__in=(states.WAITING, states.PICKING, states.PICKED))
    counted = rows.exclude(order_id=besides).order_by().values_list("location__code").annotate(Sum("units"))
    return dict(counted)


def _exact() -> dict[int, RoutingPlace]:
    return {row.location_id: row for row in RoutingPlace.objects.all()}
