"""What follows from stock that moves, and from prices and products that change: feeds and ad groups."""

from __future__ import annotations

from storecrew.contexts.advertising.operations import ads, refresh
from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.pricing import public as pricing
from storecrew.kernel import clock, outbox


@outbox.subscribe(inventory.StockChanged)
def look_at_stock(event: inventory.StockChanged) -> None:
    """Hold out what ran low, list what is back, and steer the ads for it."""
    refresh.refresh_variants(event.variant_ids, at=clock.now())
    ads.watch_variants(event.variant_ids, at=clock.now())


@outbox.subscribe(pricing.PricesChanged)
def look_at_prices(event: pricing.PricesChanged) -> None:
    """Hold out what loses money at its new price."""
    refresh.refresh_variants(event.variant_ids, at=clock.now())


@outbox.subscribe(catalog.ProductChanged)
def look_at_product(event: catalog.ProductChanged) -> None:
    """Look at a product whose texts, pictures or listings changed."""
    _products([event.product_id])


@outbox.subscribe(catalog.ProductsChanged)
def look_at_products(event: catalog.ProductsChanged) -> None:
    """Look at many products at once."""
    _products(event.product_ids)


def _products(ids: list[int] | tuple[int, ...]) -> None:
    variants = catalog.variant_ids_of_products(ids)
    refresh.refresh_variants([one for each in variants.values() for one in each], at=clock.now())
