"""What things cost now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import NamedTuple

from storecrew.contexts.channels import public as channels
from storecrew.contexts.customers import public as customers
from storecrew.contexts.pricing.facts import Offers, PriceAnswer, QuantityStep
from storecrew.contexts.pricing.queries.candidates import candidates
from storecrew.contexts.pricing.queries.reductions import strikes
from storecrew.contexts.pricing.rules.resolver import Candidate, Resolution, Wanted, resolve
from storecrew.kernel.money import Money


def prices_for(
    variant_ids: Collection[int],
    *,
    channel: channels.ChannelFacts,
    at: dt.datetime,
    quantity: int = 1,
    quantities: Mapping[int, int] | None = None,
    segments: tuple[str, ...] = (),
    company: str = "",
    with_strike: bool = True,
) -> dict[int, PriceAnswer]:
    """Return the price of each variant for this channel, moment, quantity and buyer.

    ``quantities`` gives single variants their own quantity. A variant without a price, or whose price is on
    request, is absent. ``segments`` are the groups of the buyer (``customers.segments_of``). Without
    ``with_strike`` the history is not read, no strike price is given, nor what others pay (placing an order
    does not need them).
    """
    return offers_for(
        variant_ids,
        channel=channel,
        at=at,
        quantity=quantity,
        quantities=quantities,
        segments=segments,
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
    segments: tuple[str, ...] = (),
    company: str = "",
    with_strike: bool = True,
) -> Offers:
    """Return the prices like ``prices_for``, and the variants whose price is on request, at the same cost."""
    if not variant_ids:
        return Offers({}, frozenset())
    announced = customers.announced_segments() if with_strike else ()
    wanted = Wanted(channel.currency, channel.market_id, channel.id, at, segments, company)
    wide = replace(wanted, segments=(*segments, *announced)) if announced else wanted
    found: dict[int, Resolution] = {}
    beside: dict[int, _Beside] = {}
    for variant_id, rows in candidates(variant_ids, wide).items():
        wanted_quantity = quantities.get(variant_id, quantity) if quantities else quantity
        mine = rows if wide is wanted else [row for row in rows if _counts(row, (*segments, company))]
        resolution = resolve(mine, wanted_quantity)
        if resolution is not None:
            found[variant_id] = resolution
            if with_strike and any(row.terms.group for row in rows):
                beside[variant_id] = _beside(rows, wanted_quantity, resolution, announced)
    on_request = frozenset(key for key, resolution in found.items() if resolution.won.on_request)
    public = {key: resolution for key, resolution in found.items() if key not in on_request}
    struck = strikes(public, wanted) if with_strike else {}
    prices = {
        variant_id: _answer(
            resolution, channel.currency, struck.get(variant_id), beside.get(variant_id, _ALONE)
        )
        for variant_id, resolution in public.items()
    }
    return Offers(prices, on_request)


class _Beside(NamedTuple):
    """What others pay for the same: everybody, and those whose price is announced to everybody."""

    public: int | None = None
    members: int | None = None


_ALONE = _Beside()


def _counts(row: Candidate, segments: Collection[str]) -> bool:
    return not row.terms.group or row.terms.group in segments


def _beside(
    rows: Collection[Candidate], quantity: int, mine: Resolution, announced: Collection[str]
) -> _Beside:
    """Return both where they say something: more than one pays oneself, and less."""

    def amount(segments: Collection[str]) -> int | None:
        answer = resolve([row for row in rows if _counts(row, segments)], quantity)
        return None if answer is None or answer.won.on_request else answer.won.amount

    own = mine.won.amount
    public = amount(()) if mine.won.terms.group else None
    members = amount(announced) if announced else None
    return _Beside(
        public if public is not None and public > own else None,
        members if members is not None and members < own else None,
    )


def quantity_steps(
    variant_id: int,
    *,
    channel: channels.ChannelFacts,
    at: dt.datetime,
    segments: tuple[str, ...] = (),
    company: str = "",
) -> tuple[QuantityStep, ...]:
    """Return the prices by quantity, rising; one step for a variant without quantity prices."""
    wanted = Wanted(channel.currency, channel.market_id, channel.id, at, segments, company)
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
    resolution: Resolution, currency: str, strike: tuple[int | None, int | None] | None, beside: _Beside
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
        segment=won.terms.group,
        public=None if beside.public is None else Money(beside.public, currency),
        members=None if beside.members is None else Money(beside.members, currency),
    )
