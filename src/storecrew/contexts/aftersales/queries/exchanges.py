"""Reads of exchanges: what may be had instead, and what is under way."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from storecrew.contexts.aftersales.facts import ExchangeChoice, ExchangeFacts, ExchangeLineFacts
from storecrew.contexts.aftersales.models import Exchange
from storecrew.contexts.aftersales.rules import exchanging as rules
from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.customers import public as customers
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.receivables import public as receivables
from storecrew.kernel.money import Money


def exchange_choices(order_id: int, *, at: dt.datetime) -> dict[int, tuple[ExchangeChoice, ...]]:
    """Return what may be had instead of each line, by order line: those that are there.

    What costs more is there where the channel has a way to pay the difference.
    Those are the other variants of its product, and the products that the catalog names as its replacements.
    Raises OrderNotFound.
    """
    order = orders.order(order_id)
    channel = channels.facts_by_id(order.channel_id)
    if channel.currency != order.currency:
        return {}
    known = catalog.variants([line.variant_id for line in order.lines])
    siblings = catalog.variant_ids_of_products({each.product_id for each in known.values()})
    replacing = {
        line.id: [
            each.id
            for each in catalog.substitutes_of(line.variant_id, channel_id=channel.id, locale=order.locale)
        ]
        for line in order.lines
        if line.variant_id in known
    }
    ids = {each for found in (*siblings.values(), *replacing.values()) for each in found}
    sold = catalog.sellable_variants(ids, channel_id=channel.id, locale=order.locale)
    segments = customers.segments_of(order.customer_id) if order.customer_id else ()
    prices, _on_request = pricing.offers_for(
        [*ids, *known], channel=channel, at=at, segments=segments, with_strike=False
    )
    there = _free(order, list(sold))
    may_pay = bool(exchange_gateways(channel.code))
    found: dict[int, tuple[ExchangeChoice, ...]] = {}
    for line in order.lines:
        mine = known.get(line.variant_id)
        own = siblings.get(mine.product_id, ()) if mine is not None else ()
        now = prices[line.variant_id].price.amount if line.variant_id in prices else line.unit_price.amount
        rows = []
        for variant_id in (*own, *replacing.get(line.id, ())):
            if variant_id == line.variant_id or variant_id not in sold or variant_id not in prices:
                continue
            back = rules.back_for(
                returned=now, wanted=prices[variant_id].price.amount, paid=line.paid.amount,
                quantity=line.quantity, net=order.tax_display == "net", rate_ppm=line.tax_rate_ppm,
            )  # fmt: skip
            extra = rules.extra_for(returned=now, wanted=prices[variant_id].price.amount)
            if there[variant_id] < 1 or sold[variant_id].digital or (extra and not may_pay):
                continue
            other = variant_id not in own
            asked = Money(extra, order.currency) if extra else None
            choice = _choice(sold[variant_id], Money(back, order.currency), other=other)
            rows.append(replace(choice, extra=asked))
        if rows:
            found[line.id] = tuple(rows)
    return found


def _free(order: orders.OrderFacts, variant_ids: list[int]) -> dict[int, int]:
    """Return how many units of each variant can be sent as this order is; only those of its place count where
    it is collected.
    """
    found = inventory.available_to_promise(variant_ids, channel_id=order.channel_id)
    if not order.is_collected:
        return {variant_id: each.available for variant_id, each in found.items()}
    place = str(order.pickup_point.get("code", ""))
    return {variant_id: each.by_location.get(place, 0) for variant_id, each in found.items()}


def exchange_gateways(channel_code: str) -> tuple[payments.GatewayFacts, ...]:
    """Return the ways to pay the difference of an exchange: those by which money comes before goods leave."""
    return tuple(
        one
        for one in payments.available_gateways(channel_code)
        if not one.confirms_at_placing and one.code != receivables.GATEWAY
    )


def exchange_to_pay(order_id: int) -> ExchangeFacts | None:
    """Return the exchange that an order is sent as, with what is asked for it; None for other orders."""
    row = Exchange.objects.filter(order_id=order_id).prefetch_related("lines__return_line").first()
    return exchange_facts(row) if row is not None and row.extra_amount else None


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
            Money(line.extra_amount * line.quantity, row.currency),
        )
        for line in row.lines.all()
    )
    back = Money(row.back_amount, row.currency)
    return ExchangeFacts(
        row.pk, row.state, row.ships, row.order_id, back, row.expires_at, lines,
        Money(row.extra_amount, row.currency), row.pay_by, row.paid_at,
    )  # fmt: skip


def _choice(variant: catalog.VariantFacts, back: Money, *, other: bool) -> ExchangeChoice:
    options = list(map(str, variant.options.values()))
    if other:
        options = [variant.product_title, *options]
    return ExchangeChoice(variant.id, variant.sku, " · ".join(options) or variant.sku, back, other)
