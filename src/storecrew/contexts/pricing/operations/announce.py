"""Tell the rest of the shop that prices changed: the event, and the pages that show them."""

from __future__ import annotations

from collections.abc import Sequence

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.pricing.events import PricesChanged
from storecrew.contexts.pricing.models import PriceList
from storecrew.kernel import outbox, revisions

EVENT_SIZE = 1_000
# Beyond this many products it is cheaper to renew every page of the channels.
FEW = 200


def announce(variant_ids: Sequence[int], target: PriceList) -> None:
    """Publish PricesChanged and renew the pages; within the transaction of the change."""
    distinct = sorted(set(variant_ids))
    if not distinct:
        return
    outbox.publish_many(
        PricesChanged(variant_ids=distinct[start : start + EVENT_SIZE])
        for start in range(0, len(distinct), EVENT_SIZE)
    )
    revisions.bump_on_commit(*_tags(distinct, target))


def _tags(variant_ids: Sequence[int], target: PriceList) -> list[str]:
    if len(variant_ids) > FEW:
        return channel_tags(target)
    products = {facts.product_id for facts in catalog.variants(variant_ids).values()}
    return [f"product:{product_id}" for product_id in sorted(products)]


def channel_tags(target: PriceList) -> list[str]:
    """Return the tags of every channel in which a list counts."""
    return [
        f"channel:{channel.id}"
        for channel in channels.all_channels()
        if target.channel_id in (None, channel.id) and target.market_id in (None, channel.market_id)
    ]
