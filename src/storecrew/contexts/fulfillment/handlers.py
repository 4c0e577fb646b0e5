"""Reactions of the warehouse to orders and stock; each is harmless when repeated."""

from __future__ import annotations

from collections import defaultdict

from storecrew.contexts.fulfillment import operations
from storecrew.contexts.inventory.public import StockRecovered
from storecrew.contexts.orders.public import OrderPlaced
from storecrew.kernel import clock, outbox
from storecrew.kernel.actor import system_actor


@outbox.subscribe(OrderPlaced)
def give_to_warehouse(event: OrderPlaced) -> None:
    """A confirmed order is work for the locations that hold its goods."""
    if operations.give_to_warehouse(event.order_id, at=clock.now()):
        operations.route(event.order_id, at=clock.now())


@outbox.subscribe(StockRecovered)
def goods_are_back(event: StockRecovered) -> None:
    """Orders that waited for goods can be picked again."""
    levels: dict[int, list[int]] = defaultdict(list)
    for variant_id, location_id in event.levels:
        levels[location_id].append(variant_id)
    actor = system_actor("fulfillment.goods_are_back")
    for location_id, variant_ids in sorted(levels.items()):
        operations.goods_are_back(location_id, variant_ids, actor=actor, at=clock.now())
