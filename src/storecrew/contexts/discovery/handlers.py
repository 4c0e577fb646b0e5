"""What changes the index: facts of lower contexts, noted here and indexed after commit."""

from __future__ import annotations

from collections.abc import Iterable

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.discovery.operations.indexing import REBUILD, note_changes
from storecrew.contexts.discovery.operations.signals import count_sale, keep_ratings
from storecrew.contexts.inventory.public import StockChanged
from storecrew.contexts.orders.public import OrderPlaced
from storecrew.contexts.pricing.public import PricesChanged
from storecrew.contexts.reviews.public import RatingsChanged
from storecrew.kernel import clock, outbox


@outbox.subscribe(catalog.ProductChanged)
def index_product(event: catalog.ProductChanged) -> None:
    note_changes([event.product_id], at=clock.now())


@outbox.subscribe(catalog.ProductsChanged)
def index_products(event: catalog.ProductsChanged) -> None:
    note_changes(event.product_ids, at=clock.now())


@outbox.subscribe(catalog.ProductsDeleted)
def forget_products(event: catalog.ProductsDeleted) -> None:
    note_changes(event.product_ids, at=clock.now())


@outbox.subscribe(catalog.CollectionChanged)
def index_collection(event: catalog.CollectionChanged) -> None:
    """Any product may be in or out now."""
    note_changes([REBUILD], at=clock.now())


@outbox.subscribe(PricesChanged)
def index_prices(event: PricesChanged) -> None:
    _note_variants(event.variant_ids)


@outbox.subscribe(StockChanged)
def index_stock(event: StockChanged) -> None:
    _note_variants(event.variant_ids)


@outbox.subscribe(RatingsChanged)
def follow_ratings(event: RatingsChanged) -> None:
    """Read them anew: the last event of several says the same as each."""
    keep_ratings(event.product_ids, at=clock.now())


@outbox.subscribe(OrderPlaced)
def count_order(event: OrderPlaced) -> None:
    if event.purpose:
        return
    count_sale([(variant_id, quantity) for variant_id, _sku, quantity in event.lines], at=clock.now())


def _note_variants(variant_ids: Iterable[int]) -> None:
    owners = catalog.product_ids_of_variants(variant_ids)
    note_changes(owners.values(), at=clock.now())
