"""Shoppers who wait for what is sold out, so that the staff see what they would have bought."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.inventory import public as inventory
from storecrew.kernel.actor import guest_actor

ARTICLES = 9
CONSENT = "We use this address for one mail when the article is back, and for nothing else."


def build(variant_ids: Sequence[int], *, until: dt.datetime) -> None:
    """Let one to four people wait for each of a few sold-out articles, since some day of two weeks."""
    for channel in channels.all_channels():
        stock = inventory.available_to_promise(variant_ids, channel_id=channel.id)
        gone = [variant_id for variant_id in variant_ids if not stock[variant_id].available]
        sold = catalog.sellable_variants(gone, channel_id=channel.id).values()
        for number, variant in enumerate(sorted(sold, key=lambda one: one.sku)[:ARTICLES]):
            for person in range(1 + number * 7 % 4):
                email = f"shopper-{number}-{person}-{channel.code}@storecrew.example"
                checkout.wait_for(
                    variant.sku,
                    email,
                    channel=channel,
                    locale=channel.locale,
                    consent=CONSENT,
                    proved=email,
                    actor=guest_actor("", ip=f"198.51.100.{number * 4 + person}"),
                    at=until - dt.timedelta(days=(number * 3 + person) % 14, hours=person),
                )
