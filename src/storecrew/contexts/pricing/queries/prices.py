"""What things cost now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from storecrew.contexts.channels import public as channels
from storecrew.contexts.pricing.facts import Offers, PriceAnswer, QuantityStep
from storecrew.contexts.pricing.queries.candidates import candidates
from storecrew.contexts.pricing.queries.reductions import strikes
from storecrew.contexts.pricing.rules.resolver import Resolution, Wanted, resolve
from storecrew.kernel.money import Money


def prices_for(
    variant_ids: Collection[int],
    *,
    channel: channels.ChannelFacts,
    at: dt.datetime,
    quantity: int = 1,
    quantities: Mapping[int, int] | None = None,
    segment: str = "",
    company: str = "",
    with_strike: bool = True,
) -> dict[int, PriceAnswer]:
    """Return the price of each variant for this channel, moment, quantity and buyer.

    ``quantities`` gives single variants their own quantity. A variant without a price, or whose price is on
    request, is absent. Without ``with_strike`` the history is not read and no strike price is given (placing
    an order does not need it).
    """
    return offers_for(
        variant_ids,
        channel=channel,
        at=at,
        quantity=quantity,
        quantities=quantities,
        segment=segment,
        company=company,
        with_strike=with_strike,
    ).prices


def offers_for(
    variant_ids: Collection[int],
    *,
    channel: channels.ChannelFacts,
    at: dt.datetime,
    quantity: int = 1,
    quantities: Mapping[int, int] | None = None,
    segment: str = "",
    company: str = "",
    with_strike: bool = True,
) -> Offers:
    """Return the prices like ``prices_for``, and the variants whose price is on request, at the same cost."""
    if not variant_ids:
        return Offers({}, frozenset())
    wanted = Wanted(channel.currency, channel.market_id, channel.id, at, segment, company)
    found: dict[int, Resolution] = {}
    for variant_id, rows in candidates(variant_ids, wanted).items():
        wanted_quantity = quantities.get(variant_id, quantity) if quantities else quantity
        resolution = resolve(rows, wanted_quantity)
        if resolution is not None:
            found[variant_id] = resolution
    on_request = frozenset(key for key, resolution in found.items() if resolution.won.on_request)
    public = {key: resolution for key, resolution in found.items() if key not in on_request}
    struck = strikes(public, wanted) if with_strike else {}
    prices = {
        variant_id: _answer(resolution, channel.currency, struck.get(variant_id))
        for variant_id, resolution in public.items()
    }
    return Offers(prices, on_request)


def quantity_steps(
    variant_id: int,
    *,
    channel: channels.ChannelFacts,
    at: dt.datetime,
    segment: str = "",
    company: str = "",
) -> tuple[QuantityStep, ...]:
    """Return the prices by quantity, rising; one step for a variant without quantity prices."""
    wanted = Wanted(channel.currency, channel.market_id, channel.id, at, segment, company)
    rows = candidates([variant_id], wanted).get(variant_id, [])
    steps: list[QuantityStep] = []
    for quantity in sorted({row.min_quantity for row in rows}):
        resolution = resolve(rows, quantity)
        if resolution is None or resolution.won.on_request:
            continue
        price = Money(resolution.won.amount, channel.currency)
        if not steps or steps[-1].price != price:
            steps.append(QuantityStep(quantity, price))
    return tuple(steps)


def _answer(
    resolution: Resolution, currency: str, strike: tuple[int | None, int | None] | None
) -> PriceAnswer:
    struck, lowest = strike or (None, None)
    won = resolution.won
    return PriceAnswer(
        price=Money(won.amount, currency),
        strike=Money(struck, currency) if struck is not None else None,
        lowest_30d=Money(lowest, currency) if lowest is not None else None,
        price_list=won.terms.code,
        price_id=won.price_id,
        why=resolution.why,
        kind=won.terms.kind,
        min_quantity=won.min_quantity,
    )
