"""What follows from stock that moves, categories that change and orders that are placed."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.people import public as people
from storecrew.contexts.promotions.events import PromotionScheduled
from storecrew.contexts.promotions.models import PlannedUnits, Promotion
from storecrew.contexts.promotions.operations import (
    activating,
    capacity_rules,
    conflicting,
    rewarding,
    watching,
)
from storecrew.contexts.work import public as work
from storecrew.kernel import clock, outbox
from storecrew.kernel.actor import system_actor

COUNTS = "promotions.counts"
DELIVERIES = ("delivery", "transfer")
DAY = dt.timedelta(days=1)


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


@outbox.subscribe(work.DateChanged)
def ask_again_for_stock(event: work.DateChanged) -> None:
    """Look at what a delivery that moved was meant for."""
    if event.kind in DELIVERIES:
        conflicting.look_after_delivery(dt.datetime.fromisoformat(event.since), at=clock.now())


@outbox.subscribe(people.RosterChanged)
def ask_again_for_people(event: people.RosterChanged) -> None:
    """Compare what runs on that day with the people that are planned now."""
    day = dt.datetime.combine(dt.date.fromisoformat(event.day), dt.time(), tzinfo=dt.UTC)
    near = work.calendar(since=day - DAY, until=day + 2 * DAY, kinds=work.PLANS)
    records = [(date.record, date.record_id) for date in near]
    work.refresh_conflicts(records=records, codes=capacity_rules.CODES, at=clock.now())


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
