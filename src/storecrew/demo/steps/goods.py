"""The assortment with its words, prices, costs and opening stock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.pricing import public as pricing
from storecrew.demo.assortment import Item, won
from storecrew.kernel.actor import Actor

SHARE_OF_STOCK = {"berlin": 50, "porto": 20, "incheon": 30}
# What a place sells in a few days: a level at or below it is low, which few levels are.
LOW_AT = {"berlin": 4, "porto": 2, "incheon": 2}


def build(items: Sequence[Item], *, actor: Actor, at: dt.datetime, reduced_at: dt.datetime) -> dict[str, int]:
    """Create the products, price them at ``at``, reduce some at ``reduced_at``; return variant ids by SKU."""
    results = catalog.upsert_products([item.row for item in items], actor=actor, at=at, audit_each=False)
    rejected = [problem for result in results for problem in result.problems]
    if rejected:
        raise RuntimeError(f"the demo's assortment was refused: {rejected[:3]}")
    ids = {sku: variant_id for result in results for sku, variant_id in result.variant_ids.items()}
    _prices(items, ids, actor=actor, at=at, reduced_at=reduced_at)
    _stock(items, ids, actor=actor, at=at)
    return ids


def _prices(
    items: Sequence[Item], ids: Mapping[str, int], *, actor: Actor, at: dt.datetime, reduced_at: dt.datetime
) -> None:
    costs = {ids[sku]: cents for item in items for sku, cents in item.costs.items()}
    pricing.set_costs(costs=costs, currency="EUR", actor=actor, at=at)
    pricing.set_costs(
        costs={key: won(cents) for key, cents in costs.items()}, currency="KRW", actor=actor, at=at
    )
    for code in ("europe", "korea"):
        channel = channels.facts(code)
        amount = won if channel.currency == "KRW" else int
        full = [
            pricing.PriceRow(ids[sku], amount(item.strike.get(sku, cents)))
            for item in items
            for sku, cents in item.prices.items()
        ]
        reduced = [
            pricing.PriceRow(ids[sku], amount(item.prices[sku]), compare_at_amount=amount(old))
            for item in items
            for sku, old in item.strike.items()
        ]
        pricing.set_prices(rows=full, channel=channel, actor=actor, at=at)
        pricing.set_prices(rows=reduced, channel=channel, actor=actor, at=reduced_at)


def _stock(items: Sequence[Item], ids: Mapping[str, int], *, actor: Actor, at: dt.datetime) -> None:
    pieces = {ids[sku]: count for item in items for sku, count in item.stock.items()}
    for code, share in SHARE_OF_STOCK.items():
        lines = [(variant_id, count * share // 100) for variant_id, count in pieces.items()]
        inventory.receive(
            [line for line in lines if line[1]],
            location_code=code,
            document=f"Opening stock {code}",
            actor=actor,
            at=at,
        )
        inventory.set_low_threshold(list(pieces), LOW_AT[code], location_code=code, actor=actor, at=at)
