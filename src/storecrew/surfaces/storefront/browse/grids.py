"""The product grids of content pages, filled with live cards."""

from __future__ import annotations

from collections.abc import Iterable

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels.public import ChannelFacts
from storecrew.contexts.content import public as content
from storecrew.contexts.discovery import public as discovery
from storecrew.kernel import clock
from storecrew.surfaces.storefront.browse.cards import cards_of
from storecrew.surfaces.ui.shell import Shell

Grid = tuple[tuple[discovery.ProductCard, ...], str]


def fill(blocks: Iterable[content.BlockFacts], channel: ChannelFacts, shop: Shell) -> dict[int, Grid]:
    """Return (cards, address of the whole list) by the position of the block."""
    return {
        number: _grid(block, channel, shop)
        for number, block in enumerate(blocks)
        if block.kind in ("product_grid", "product_row")
    }


def _grid(block: content.BlockFacts, channel: ChannelFacts, shop: Shell) -> Grid:
    if block.kind == "product_row":
        variants = catalog.variant_ids_by_sku(block.skus)
        products = catalog.product_ids_of_variants(variants.values())
        chosen = [products[variants[sku]] for sku in block.skus if sku in variants]
        return cards_of(list(dict.fromkeys(chosen)), channel, shop), ""
    found = discovery.search(
        discovery.ProductQuery(
            channel=channel,
            locale=shop.locale,
            category=block.category,
            collection=block.collection,
            page_size=max(1, block.count),
            with_facets=False,
        ),
        at=clock.now(),
    )
    url = shop.url("collection", block.collection) if block.collection else shop.category_url(block.category)
    return found.items, url


def tags(grids: dict[int, Grid]) -> tuple[str, ...]:
    """Return the cache tags of every product that the grids show."""
    return tuple(f"product:{card.id}" for cards, _url in grids.values() for card in cards)
