"""Reads of exchanges: what may be had instead, and what is under way."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.aftersales.facts import ExchangeChoice, ExchangeFacts, ExchangeLineFacts
from storecrew.contexts.aftersales.models import Exchange
from storecrew.contexts.aftersales.rules import exchanging as rules
from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.pricing import public as pricing
from storecrew.kernel.money import Money


def exchange_choices(order_id: int, *, at: dt.datetime) -> dict[int, tuple[ExchangeChoice, ...]]:
    """Return the other variants of each line's product that are there and cost no more, by order line.

    Raises OrderNotFound.
    """
    order = orders.order(order_id)
    channel = channels.facts_by_id(order.channel_id)
    if channel.currency != order.currency:
        return {}
    known = catalog.variants([line.variant_id for line in order.lines])
    siblings = catalog.variant_ids_of_products({each.product_id for each in known.values()})
    ids = {each for found in siblings.values() for each in found}
    sold = catalog.sellable_variants(ids, channel_id=channel.id, locale=order.locale)
    prices, _on_request = pricing.offers_for([*ids, *known], channel=channel, at=at, with_strike=False)
    there = inventory.available_to_promise(list(sold), channel_id=channel.id)
    found: dict[int, tuple[ExchangeChoice, ...]] = {}
    for line in order.lines:
        mine = known.get(line.variant_id)
        others = siblings.get(mine.product_id, ()) if mine is not None else ()
        now = prices[line.variant_id].price.amount if line.variant_id in prices else line.unit_price.amount
        rows = []
        for variant_id in others:
            if variant_id == line.variant_id or variant_id not in sold or variant_id not in prices:
                continue
            back = rules.back_for(
                returned=now, wanted=prices[variant_id].price.amount, paid=line.paid.amount,
                quantity=line.quantity, net=order.tax_display == "net", rate_ppm=line.tax_rate_ppm,
            )  # fmt: skip
            if back is None or there[variant_id].available < 1 or sold[variant_id].digital:
                continue
            rows.append(_choice(sold[variant_id], Money(back, order.currency)))
        if rows:
            found[line.id] = tuple(rows)
    return found


def exchange_of_order(order_id: int) -> tuple[int, str, str] | None:
    """Return (return id, its number, number of the order that was exchanged) of an order sent instead."""
    row = Exchange.objects.filter(order_id=order_id)
    return row.values_list("parent_id", "parent__number", "parent__order__number").first()


def exchange_facts(row: Exchange) -> ExchangeFacts:
    """Build the facts of an exchange."""
    lines = tuple(
        ExchangeLineFacts(
            line.return_line.order_line_id,
            line.variant_id,
            line.sku,
            line.title,
            line.quantity,
            Money(line.back_amount * line.quantity, row.currency),
        )
        for line in row.lines.all()
    )
    back = Money(row.back_amount, row.currency)
    return ExchangeFacts(row.pk, row.state, row.ships, row.order_id, back, row.expires_at, lines)


def _choice(variant: catalog.VariantFacts, back: Money) -> ExchangeChoice:
    words = " · ".join(map(str, variant.options.values())) or variant.sku
    return ExchangeChoice(variant.id, variant.sku, words, back)
