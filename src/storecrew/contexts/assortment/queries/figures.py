"""The figures of products for a review, each asked of the context that owns it, all at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.assortment import rules
from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.reviews import public as reviews
from storecrew.kernel import audit
from storecrew.kernel.money import Money

MOST_POINTS = 4


@dataclass(frozen=True)
class _Known:
    """What was asked for all variants at once."""

    sold: Mapping[int, tuple[int, int]]
    everywhere: Mapping[int, int]
    returned: Mapping[int, int]
    stock: Mapping[int, int]
    margins: Mapping[int, int]
    prices: Mapping[int, str]
    costs: Mapping[int, str]


def figures(
    product_ids: Collection[int], *, channel: channels.ChannelFacts, days: int, at: dt.datetime
) -> dict[int, dict[str, Any]]:
    """Return the columns of a `RangeRow` by product: of the last ``days`` in a channel; some ten queries."""
    variants = catalog.variant_ids_of_products(product_ids)
    states = catalog.product_states(product_ids)
    rated = reviews.ratings(product_ids)
    known = _ask([one for ids in variants.values() for one in ids], channel, at - dt.timedelta(days=days), at)
    found = {}
    for product_id in product_ids:
        if product_id not in states:
            continue
        state = states[product_id]
        rating = rated.get(product_id)
        found[product_id] = {
            **_sums(variants.get(product_id, ()), known, days),
            "completeness": state.completeness,
            "age_days": (at - state.launched_at).days if state.launched_at else None,
            "rating_x100": rating.mean_x100 if rating else 0,
        }
    return found


def _ask(ids: list[int], channel: channels.ChannelFacts, since: dt.datetime, at: dt.datetime) -> _Known:
    available = inventory.available_to_promise(ids, channel_id=channel.id) if ids else {}
    offers = pricing.offers_for(ids, channel=channel, at=at, with_strike=False)
    costs = pricing.costs_for(ids, currency=channel.currency)
    earned = pricing.earned_for(
        {key: answer.price for key, answer in offers.prices.items()}, channel=channel, at=at
    )
    margins = {
        key: margin
        for key, amount in earned.items()
        if (margin := rules.bp(amount, amount + costs[key].amount)) is not None
    }
    return _Known(
        orders.sales_of(ids, since=since, channel_id=channel.id),
        orders.units_sold(ids, since=since),
        aftersales.units_returned(ids, since=since),
        {key: found.available for key, found in available.items()},
        margins,
        _price_lines(ids, channel, {key: answer.price for key, answer in offers.prices.items()}),
        _cost_lines(ids, channel.currency, costs),
    )


def _sums(ids: Collection[int], known: _Known, days: int) -> dict[str, Any]:
    units = sum(known.sold.get(key, (0, 0))[0] for key in ids)
    stock = sum(known.stock.get(key, 0) for key in ids)
    returned = sum(known.returned.get(key, 0) for key in ids)
    first = next(iter(sorted(ids)), 0)
    return {
        "units": units,
        "revenue": sum(known.sold.get(key, (0, 0))[1] for key in ids),
        "margin_bp": rules.lowest_margin([known.margins[key] for key in ids if key in known.margins]),
        "returned": returned,
        # Returns are not of one channel, so neither is what they are a share of.
        "return_bp": rules.bp(returned, sum(known.everywhere.get(key, 0) for key in ids)),
        "stock": stock,
        "cover_days": rules.cover_days(stock, units, days),
        "sell_through_bp": rules.bp(units, units + max(stock, 0)),
        "price_line": known.prices.get(first, ""),
        "cost_line": known.costs.get(first, ""),
    }


def _price_lines(ids: list[int], channel: channels.ChannelFacts, now: Mapping[int, Money]) -> dict[int, str]:
    """Return the last prices of each variant in a channel's base list as one small line, oldest first."""
    points = pricing.price_points(ids, price_list_code=pricing.base_list_code(channel))
    found = {}
    for key in ids:
        amounts = [money.format("en") for money in points.get(key, ())][-MOST_POINTS:]
        if not amounts and key in now:
            amounts = [now[key].format("en")]
        found[key] = rules.arrows(amounts)
    return found


def _cost_lines(ids: list[int], currency: str, costs: Mapping[int, Money]) -> dict[int, str]:
    """Return the last costs of each variant, as the trail of the variants tells them, oldest first."""
    found: dict[int, list[int]] = {}
    for entry in audit.entries_about("catalog.variant", ids, "pricing.cost_set"):
        amount, after = (entry.after or {}).get("amount"), entry.after or {}
        if isinstance(amount, int) and after.get("currency", currency) == currency:
            found.setdefault(int(entry.record_id), []).append(amount)
    lines = {}
    for key in ids:
        amounts = found.get(key, [])[-MOST_POINTS:] or ([costs[key].amount] if key in costs else [])
        lines[key] = rules.arrows([Money(amount, currency).format("en") for amount in amounts])
    return lines
