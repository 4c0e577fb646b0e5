"""Telling others what a change of stock means: low, recovered, shown differently."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.inventory.events import StockChanged, StockRanLow, StockRecovered
from storecrew.kernel import outbox, revisions

if TYPE_CHECKING:
    from storecrew.contexts.inventory.operations.counters import After, Key

MOST_LEVELS = 1_000


def announce(after: Iterable[After], sellable: Mapping[Key, int], available: Mapping[Key, int]) -> None:
    """Publish what follows from levels that have changed by these amounts.

    While a level stays above its threshold nothing that anybody sees changes, so most orders
    publish nothing here. Low and recovered look at units for sale without holds, so that a
    hold which expires does not alarm twice.
    """
    events: list[outbox.Event] = []
    recovered: list[Key] = []
    shown: set[int] = set()
    for row in after:
        key = (row.variant_id, row.location_id)
        change = sellable[key]
        before = row.sellable - change
        if before > row.threshold >= row.sellable:
            events.append(StockRanLow(row.variant_id, row.location_id, row.sellable, row.threshold))
        elif row.sellable > row.threshold >= before and change > 0:
            recovered.append((row.variant_id, row.location_id))
        moved = available[key]
        if moved and min(row.available, row.available - moved) <= row.threshold:
            shown.add(row.variant_id)
    events += [
        StockRecovered(tuple(recovered[start : start + MOST_LEVELS]))
        for start in range(0, len(recovered), MOST_LEVELS)
    ]
    if shown:
        events.append(StockChanged(tuple(sorted(shown))))
        products = catalog.product_ids_of_variants(sorted(shown)).values()
        revisions.bump_on_commit(*(f"product:{product_id}" for product_id in sorted(set(products))))
    outbox.publish_many(events)
