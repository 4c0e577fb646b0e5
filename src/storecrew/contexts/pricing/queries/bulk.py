"""What a bulk change would do, before it is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext as _

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.pricing.errors import InvalidBulkChange
from storecrew.contexts.pricing.facts import BulkChange, BulkPreview, BulkRow
from storecrew.contexts.pricing.models import Price, PriceList, TaxRate
from storecrew.contexts.pricing.queries.costs import costs_for
from storecrew.contexts.pricing.queries.lists import price_list
from storecrew.contexts.pricing.queries.rates import conversion
from storecrew.contexts.pricing.rules import bulk
from storecrew.contexts.pricing.rules.exchange import scaled
from storecrew.contexts.pricing.rules.rounding import RoundingRule, named
from storecrew.contexts.pricing.rules.tax import DEFAULT_CLASS, split
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money, exponent

MOST = 100_000


def preview_bulk_change(change: BulkChange, *, actor: Actor, at: dt.datetime) -> BulkPreview:
    """Return old and new price and margin of every selected row of the list; nothing is written.

    Costs and margins are only given to those who may see costs. Raises UnknownPriceList,
    InvalidBulkChange and, for prices from a list in another currency, NoExchangeRate.
    """
    actor.require("pricing.read")
    target = price_list(change.price_list_code)
    _check(change, target)
    rows = _rows(target, change.variant_ids)
    news = _news(change, target, rows, at)
    rows = [row for row in rows if row[:2] in news]
    costs = costs_for(change.variant_ids, currency=target.currency) if actor.can("pricing.cost_read") else {}
    rates = _included_rates(target, list(costs), at)
    rounding = _rounding(change, target)
    lines = []
    for variant_id, minimum, old in rows:
        new = rounding.apply(news[variant_id, minimum])
        if new > bulk.LARGEST:
            raise InvalidBulkChange(_("A new price would be too large."), variant_id=variant_id)
        cost = costs.get(variant_id)
        rate = rates.get(variant_id, 0)
        lines.append(
            BulkRow(
                variant_id=variant_id,
                min_quantity=minimum,
                old=Money(old, target.currency),
                new=Money(new, target.currency),
                cost=cost,
                margin_old=_margin(old, rate, cost),
                margin_new=_margin(new, rate, cost),
            )
        )
    priced = {variant_id for variant_id, _minimum, _old in rows}
    return BulkPreview(
        rows=tuple(lines),
        without_price=tuple(sorted(set(change.variant_ids) - priced)),
        fingerprint=bulk.fingerprint(
            (row.variant_id, row.min_quantity, row.old.amount, row.new.amount) for row in lines
        ),
    )


def margins_for(
    prices: Mapping[int, int], *, target: PriceList, costs: Mapping[int, Money], at: dt.datetime
) -> dict[int, int | None]:
    """Return the margin of each price (minor units of the list) in basis points of its net amount."""
    rates = _included_rates(target, list(prices), at)
    return {
        variant_id: _margin(amount, rates.get(variant_id, 0), costs.get(variant_id))
        for variant_id, amount in prices.items()
    }


def earned_for(
    prices: Mapping[int, Money], *, channel: channels.ChannelFacts, at: dt.datetime
) -> dict[int, int]:
    """Return what a unit of each variant earns at a price of a channel: net price less cost, in minor units.

    Variants without a cost are absent; below 0 every sale loses money.
    """
    costs = costs_for(list(prices), currency=channel.currency)
    country = channel.country if channel.tax_display == "gross" else ""
    rates = _rates_of(country, list(costs), at)
    return {
        variant_id: split(prices[variant_id].amount, rates.get(variant_id, 0), gross=True).net - cost.amount
        for variant_id, cost in costs.items()
    }


def _news(
    change: BulkChange, target: PriceList, rows: list[tuple[int, int, int]], at: dt.datetime
) -> dict[tuple[int, int], int]:
    """Return the new amounts before rounding by variant and quantity; only where the source has a price."""
    if change.mode != bulk.FROM_LIST:
        return {
            (variant_id, minimum): bulk.new_amount(old, change.mode, change.value)
            for variant_id, minimum, old in rows
        }
    source = price_list(change.source_list)
    if (_country_of_gross(source) == "") != (_country_of_gross(target) == ""):
        raise InvalidBulkChange(
            _("One of these lists has prices with tax, the other without."),
            next_step=_("Choose a list whose prices are shown in the same way."),
        )
    rate = conversion(source.currency, target.currency, day=at.date())
    return {
        (variant_id, minimum): scaled(Money(amount, source.currency), rate, change.value)
        for variant_id, minimum, amount in _rows(source, change.variant_ids)
    }


def _rounding(change: BulkChange, target: PriceList) -> RoundingRule:
    """Return the rule that a change rounds by: its own, or that of the list."""
    if change.rounding == bulk.OF_THE_LIST:
        return target.rounding
    return named(change.rounding, exponent(target.currency))


def _check(change: BulkChange, target: PriceList) -> None:
    if change.mode not in bulk.MODES or change.rounding not in bulk.ROUNDINGS:
        raise InvalidBulkChange(mode=change.mode, rounding=change.rounding)
    if not change.variant_ids:
        raise InvalidBulkChange(_("No product is selected."), next_step=_("Select at least one."))
    if len(change.variant_ids) > MOST:
        raise InvalidBulkChange(_("Too many prices at once."), most=MOST)
    if change.mode in ("percent", bulk.FROM_LIST) and not -10_000 < change.value <= 100_000:
        raise InvalidBulkChange(
            _("A percentage must lie above -100 and at most at 1000."),
            next_step=_("Choose a smaller change."),
        )
    if change.mode == bulk.FROM_LIST and change.source_list in ("", change.price_list_code):
        raise InvalidBulkChange(
            _("Say from which other list the prices come."), next_step=_("Choose a price list.")
        )
    if change.mode == "set" and change.value < 0:
        raise InvalidBulkChange(_("A price cannot be negative."))
    if change.rounding == "99" and exponent(target.currency) == 0:
        raise InvalidBulkChange(
            _("%(currency)s has no decimals, so no price can end in .99.") % {"currency": target.currency},
            next_step=_("Round to 10 or to 100."),
        )


def _rows(target: PriceList, variant_ids: tuple[int, ...]) -> list[tuple[int, int, int]]:
    found: list[tuple[int, int, int]] = []
    ids = sorted(set(variant_ids))
    for start in range(0, len(ids), 5_000):
        rows = Price.objects.filter(
            price_list=target, variant_id__in=ids[start : start + 5_000], on_request=False
        )
        found.extend(
            rows.order_by("variant_id", "min_quantity").values_list("variant_id", "min_quantity", "amount")
        )
    return found


def _margin(amount: int, rate_ppm: int, cost: Money | None) -> int | None:
    net = split(amount, rate_ppm, gross=True).net
    return bulk.margin_bp(net, cost.amount if cost else None)


def _included_rates(target: PriceList, variant_ids: list[int], at: dt.datetime) -> dict[int, int]:
    """Return the tax that is contained in the prices of a list, by variant; empty for net lists."""
    return _rates_of(_country_of_gross(target), variant_ids, at)


def _rates_of(where: str, variant_ids: list[int], at: dt.datetime) -> dict[int, int]:
    if not where or not variant_ids:
        return {}
    day = at.date()
    table = TaxRate.objects.filter(country=where, region="", valid_from__lte=day).order_by("valid_from")
    rates: dict[str, int] = {
        tax_class: rate_ppm
        for tax_class, rate_ppm, valid_to in table.values_list("tax_class__code", "rate_ppm", "valid_to")
        if valid_to is None or day < valid_to
    }
    standard = rates.get(DEFAULT_CLASS, 0)
    return {
        variant_id: rates.get(facts.tax_class, standard)
        for variant_id, facts in catalog.variants(variant_ids).items()
    }


def _country_of_gross(target: PriceList) -> str:
    """Return the country whose tax the list's prices contain; empty when they are without tax."""
    if target.channel_id is not None:
        channel = channels.facts_by_id(target.channel_id)
        return channel.country if channel.tax_display == "gross" else ""
    for market in channels.all_markets():
        fits = market.id == target.market_id or (
            target.market_id is None and market.currency == target.currency
        )
        if fits:
            return market.country if market.tax_display == "gross" else ""
    return ""
