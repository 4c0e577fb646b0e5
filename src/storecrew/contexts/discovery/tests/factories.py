"""Helpers to ask the shop's index in tests."""

from __future__ import annotations

import datetime as dt
from typing import Any

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.tests.factories import ACTOR, AT
from storecrew.contexts.channels.public import ChannelFacts
from storecrew.contexts.discovery import public as discovery
from storecrew.contexts.inventory.tests.factories import stock
from storecrew.contexts.pricing.tests.factories import make_prices


class Shop:
    """A channel, the ids of its products by slug, and short ways to ask."""

    def __init__(self, channel: ChannelFacts) -> None:
        self.channel = channel
        self.ids: dict[str, int] = {}
        self.variants: dict[str, int] = {}

    def add(self, result: catalog.RowResult, goods: dict[str, tuple[int, int]]) -> None:
        """Give a product's variants a price and stock."""
        self.ids[result.slug] = result.product_id or 0
        self.variants |= result.variant_ids
        make_prices(self.channel, {result.variant_ids[sku]: price for sku, (price, _units) in goods.items()})
        for sku, (_price, units) in goods.items():
            if units:
                stock(result.variant_ids[sku], units)

    def query(self, **changes: Any) -> discovery.ProductQuery:
        return discovery.ProductQuery(channel=self.channel, **changes)

    def search(self, *, at: dt.datetime = AT, **changes: Any) -> discovery.ProductResults:
        return discovery.search(self.query(**changes), at=at)

    def slugs(self, **changes: Any) -> list[str]:
        return [card.slug for card in self.search(**changes).items]

    def counts(self, code: str, **changes: Any) -> dict[str, int]:
        facet = next((f for f in self.search(**changes).facets if f.code == code), None)
        return {} if facet is None else {value.value: value.count for value in facet.values}


__all__ = ["ACTOR", "AT", "Shop"]
