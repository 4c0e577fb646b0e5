"""What follows from stock running low or coming back."""

from __future__ import annotations

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.inventory import queries
from storecrew.contexts.inventory.events import ReceiptClosed, StockRanLow, StockRecovered
from storecrew.contexts.inventory.models import Location
from storecrew.contexts.inventory.operations import transfers
from storecrew.contexts.work import public as work
from storecrew.kernel import clock, outbox
from storecrew.kernel.actor import system_actor
from storecrew.kernel.sentence import say

ACTOR = "inventory.stock_watch"
TRANSFERS = "inventory.transfers"


@outbox.subscribe(StockRanLow)
def tell_the_inventory_manager(event: StockRanLow) -> None:
    """Open a finding for the inventory manager; a second event on the same level counts a sighting."""
    known = catalog.variants([event.variant_id]).get(event.variant_id)
    place = Location.objects.get(pk=event.location_id)
    # What is true now, not what was true when the event was written: stock may have come since.
    level = queries.level(event.variant_id, place.code)
    if level.available > level.low_threshold:
        return
    sku = known.sku if known else str(event.variant_id)
    work.raise_finding(
        code="stock_ran_low",
        title=say("%(sku)s is running low at %(place)s", sku=sku, place=place.name),
        detail=say(
            "%(left)s left, low from %(threshold)s on.",
            left=max(level.available, 0),
            threshold=level.low_threshold,
        ),
        owner_role="inventory_manager",
        severity="critical" if level.available <= 0 else "warning",
        record="inventory.level",
        record_id=f"{event.variant_id}:{event.location_id}",
        dedupe_key=_key(event.variant_id, event.location_id),
        actor=system_actor(ACTOR),
        at=clock.now(),
    )


@outbox.subscribe(StockRecovered)
def close_the_findings(event: StockRecovered) -> None:
    """Resolve the findings of levels that are above their thresholds again."""
    keys = [_key(variant_id, location_id) for variant_id, location_id in event.levels]
    for key in work.open_keys(keys):
        work.resolve_finding(dedupe_key=key, actor=system_actor(ACTOR), at=clock.now())


@outbox.subscribe(ReceiptClosed)
def close_the_transfer(event: ReceiptClosed) -> None:
    """Close a transfer of which everything has arrived; one that is short waits for a reason."""
    if event.kind == "transfer":
        transfers.close_if_complete(event.reference, actor=system_actor(TRANSFERS), at=clock.now())


def _key(variant_id: int, location_id: int) -> str:
    return f"stock_ran_low:{variant_id}:{location_id}"
