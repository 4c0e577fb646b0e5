"""Simulating a promotion on the orders of the last days: what they really had, priced anew with it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.orders import public as orders
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.promotions.facts import Basket, Line
from storecrew.contexts.promotions.models import Promotion
from storecrew.contexts.promotions.queries import active
from storecrew.contexts.promotions.rules.simulating import Simulation, simulate
from storecrew.contexts.promotions.rules.terms import Terms
from storecrew.kernel.money import Money, round_half_up

MOST_ORDERS = 5_000


def simulate_promotion(row: Promotion, *, days: int, at: dt.datetime) -> dict[str, Simulation]:
    """Run a promotion over the confirmed orders of the last days; by the currency of the channel."""
    (terms,) = active.compiled([row])
    found: dict[str, list[Basket]] = defaultdict(list)
    for channel in channels.all_channels():
        if not row.channels or channel.code in row.channels:
            found[channel.currency] += _baskets(channel, at - dt.timedelta(days=days), at)
    return {currency: simulate(baskets, [_timeless(terms)]) for currency, baskets in found.items() if baskets}


def _timeless(terms: Terms) -> Terms:
    """Return the promotion as if it had run all the time, without a code to type."""
    windows = dict.fromkeys(terms.windows, (None, None))
    return replace(terms, windows=windows, by_code=False, paused=False, customer_cap=0)


def _baskets(channel: channels.ChannelFacts, since: dt.datetime, until: dt.datetime) -> Iterator[Basket]:
    rows = orders.lines_between(channel.id, since, until, most_orders=MOST_ORDERS)
    variants = {row.variant_id for row in rows}
    products = catalog.product_ids_of_variants(variants)
    categories = catalog.categories_of_products(set(products.values()))
    costs = pricing.costs_for(variants, currency=channel.currency)
    by_order: dict[int, list[orders.LineRow]] = defaultdict(list)
    for row in rows:
        by_order[row.order_id].append(row)
    for lines in by_order.values():
        first = lines[0]
        yield Basket(
            lines=tuple(
                Line(
                    number,
                    row.variant_id,
                    products.get(row.variant_id, 0),
                    row.quantity,
                    row.unit_price,
                    categories.get(products.get(row.variant_id, 0), frozenset()),
                    False,
                    _shown_cost(costs.get(row.variant_id), row.tax_rate_ppm, channel),
                )
                for number, row in enumerate(lines)
            ),
            currency=channel.currency,
            channel=channel.code,
            at=first.placed_at,
            country=first.country,
            groups=frozenset({"account"} if first.customer_id else {"new"}),
        )


def _shown_cost(cost: Money | None, tax_rate_ppm: int, channel: channels.ChannelFacts) -> int | None:
    """Return what a unit cost us in the terms of its price: with the tax where prices have it."""
    if cost is None:
        return None
    rate = tax_rate_ppm if channel.tax_display == "gross" else 0
    return round_half_up(cost.amount * (1_000_000 + rate), 1_000_000)
