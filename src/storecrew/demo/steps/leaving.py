"""A product that sells off, so that the list and its page show a planned end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.inventory import public as inventory
from storecrew.kernel.actor import Actor

DAYS = 45


def build(variant_ids: Sequence[int], *, actor: Actor, until: dt.datetime) -> None:
    """Let the product with the most units left sell off; its address leads to its category then."""
    left: dict[int, int] = {}
    products = catalog.product_ids_of_variants(variant_ids)
    for level in inventory.levels(variant_ids):
        product_id = products[level.variant_id]
        left[product_id] = left.get(product_id, 0) + level.available
    today = channels.house_day(until)
    catalog.plan_end(
        product_id=max(left, key=lambda product_id: (left[product_id], product_id)),
        starts_on=today - dt.timedelta(days=3),
        last_day=today + dt.timedelta(days=DAYS),
        reason="The maker has a new model",
        actor=actor,
        at=until,
    )
