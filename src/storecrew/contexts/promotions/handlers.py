"""What follows from stock that moves, categories that change and orders that are placed."""

from __future__ import annotations

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.promotions.events import PromotionScheduled
from storecrew.contexts.promotions.models import PlannedUnits, Promotion
from storecrew.contexts.promotions.operations import activating, conflicting, rewarding, watching
from storecrew.kernel import clock, outbox
from storecrew.kernel.actor import system_actor

COUNTS = "promotions.counts"


@outbox.subscribe(inventory.StockRanLow)
def pause_what_ran_low(event: inventory.StockRanLow) -> None:
    """Look at the promotions of an article that ran low at once."""
    watching.watch(clock.now(), variant_ids=[event.variant_id])
    conflicting.look_again([event.variant_id], at=clock.now())


@outbox.subscribe(inventory.StockRecovered)
def resume_what_came_back(event: inventory.StockRecovered) -> None:
    """Look at the promotions of articles that are there again."""
    variants = {variant_id for variant_id, _location in event.levels}
    watching.watch(clock.now(), variant_ids=variants)
    conflicting.look_again(variants, at=clock.now())


@outbox.subscribe(catalog.CategoryChanged)
def read_categories_anew(event: catalog.CategoryChanged) -> None:
    """Let what is kept in memory follow the tree of categories."""
    activating.renew_active()


@outbox.subscribe(orders.OrderPlaced)
def give_the_coupon(event: orders.OrderPlaced) -> None:
    """Make the code for the next order that this order earned."""
    rewarding.reward(event.order_id, at=clock.now())


@outbox.subscribe(PromotionScheduled)
def count_what_it_promises(event: PromotionScheduled) -> None:
    """Have the articles of its plan counted before it starts (MKT-18); twice asks once."""
    row = Promotion.objects.filter(pk=event.promotion_id, revision=event.revision).first()
    if row is None or row.state not in (Promotion.State.SCHEDULED, Promotion.State.LIVE):
        return
    inventory.count_for_promotion(
        list(PlannedUnits.objects.filter(promotion=row).values_list("variant_id", flat=True)),
        document=row.name,
        actor=system_actor(COUNTS),
        at=clock.now(),
    )
