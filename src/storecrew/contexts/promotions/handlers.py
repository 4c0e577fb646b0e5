"""What follows from stock that moves, categories that change and orders that are placed."""

from __future__ import annotations

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.promotions.operations import activating, rewarding, watching
from storecrew.kernel import clock, outbox


@outbox.subscribe(inventory.StockRanLow)
def pause_what_ran_low(event: inventory.StockRanLow) -> None:
    """Look at the promotions of an article that ran low at once."""
    watching.watch(clock.now(), variant_ids=[event.variant_id])


@outbox.subscribe(inventory.StockRecovered)
def resume_what_came_back(event: inventory.StockRecovered) -> None:
    """Look at the promotions of articles that are there again."""
    watching.watch(clock.now(), variant_ids={variant_id for variant_id, _location in event.levels})


@outbox.subscribe(catalog.CategoryChanged)
def read_categories_anew(event: catalog.CategoryChanged) -> None:
    """Let what is kept in memory follow the tree of categories."""
    activating.renew_active()


@outbox.subscribe(orders.OrderPlaced)
def give_the_coupon(event: orders.OrderPlaced) -> None:
    """Make the code for the next order that this order earned."""
    rewarding.reward(event.order_id, at=clock.now())
