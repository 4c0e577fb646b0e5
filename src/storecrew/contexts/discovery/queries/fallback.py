"""Lists without the index: plainer, but they go on, with live prices and stock."""

from __future__ import annotations

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.discovery.facts import ProductQuery


def product_ids(query: ProductQuery, *, category_id: int | None) -> tuple[list[int], int]:
    """One page of ids and the total, newest first; filters and other orders wait for the index."""
    return catalog.list_products(
        channel_id=query.channel.id,
        category_id=category_id,
        q=query.q,
        offset=(query.page - 1) * query.page_size,
        limit=query.page_size,
    )
