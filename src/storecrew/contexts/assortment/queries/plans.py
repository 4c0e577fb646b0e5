"""Plans against what is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from storecrew.contexts.assortment import rules
from storecrew.contexts.assortment.errors import UnknownRangePlan
from storecrew.contexts.assortment.facts import BandFacts, PlanFacts
from storecrew.contexts.assortment.models import RangePlan
from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.pricing import public as pricing
from storecrew.kernel.money import Money


def plan(plan_id: int, *, at: dt.datetime) -> PlanFacts:
    """Return one plan. Raises UnknownRangePlan."""
    row = RangePlan.objects.filter(pk=plan_id).first()
    if row is None:
        raise UnknownRangePlan(plan=plan_id)
    return plans([row], at=at)[row.pk]


def plans(rows: Collection[RangePlan], *, at: dt.datetime) -> dict[int, PlanFacts]:
    """Return plans with ideas, drafts, approved and live products; a fixed number of queries per channel."""
    found = catalog.products_in_categories({row.category_id for row in rows})
    names = catalog.category_names({row.category_id for row in rows})
    facts = {}
    for channel_id in {row.channel_id for row in rows}:
        channel = channels.facts_by_id(channel_id)
        mine = [row for row in rows if row.channel_id == channel_id]
        live = {key for row in mine for key, status in found[row.category_id].items() if status == "live"}
        prices, margins = _money(live, channel, at)
        for row in mine:
            name = names[row.category_id].name if row.category_id in names else ""
            facts[row.pk] = _facts(row, name, found[row.category_id], prices, margins, channel.currency)
    return facts


def _money(
    product_ids: Collection[int], channel: channels.ChannelFacts, at: dt.datetime
) -> tuple[dict[int, int], dict[int, int]]:
    """Return the lowest price and the lowest margin of each product in a channel."""
    variants = catalog.variant_ids_of_products(product_ids)
    ids = [one for each in variants.values() for one in each]
    offers = pricing.offers_for(ids, channel=channel, at=at, with_strike=False).prices
    costs = pricing.costs_for(ids, currency=channel.currency)
    earned = pricing.earned_for({key: answer.price for key, answer in offers.items()}, channel=channel, at=at)
    prices, margins = {}, {}
    for product_id, own in variants.items():
        amounts = [offers[key].price.amount for key in own if key in offers]
        shares = [rules.bp(earned[key], earned[key] + costs[key].amount) for key in own if key in earned]
        if amounts:
            prices[product_id] = min(amounts)
        if known := [share for share in shares if share is not None]:
            margins[product_id] = min(known)
    return prices, margins


def _facts(
    row: RangePlan,
    name: str,
    states: dict[int, str],
    prices: dict[int, int],
    margins: dict[int, int],
    currency: str,
) -> PlanFacts:
    live = [key for key, status in states.items() if status == "live"]
    number = {status: sum(1 for each in states.values() if each == status) for status in set(states.values())}
    own = [margins[key] for key in live if key in margins]
    return PlanFacts(
        id=row.pk,
        category_id=row.category_id,
        category=name,
        season=row.season,
        planned=row.planned,
        target_margin_bp=row.target_margin_bp,
        ideas=number.get("idea", 0),
        drafts=number.get("draft", 0),
        approved=number.get("approved", 0),
        live=len(live),
        margin_bp=sum(own) // len(own) if own else None,
        bands=tuple(
            BandFacts(
                Money(band.low, currency),
                Money(band.high, currency) if band.high is not None else None,
                band.planned,
                sum(1 for key in live if key in prices and rules.in_band(prices[key], band.low, band.high)),
            )
            for band in row.bands.all()
        ),
    )
