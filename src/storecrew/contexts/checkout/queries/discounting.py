"""What promotions take off a cart: lines with discounts, gifts as lines of their own, delivery per method."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.checkout.models import Cart
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel.money import Money

if TYPE_CHECKING:
    from storecrew.contexts.checkout.queries.quoting import QuoteLine


def request_of(
    cart: Cart,
    channel: channels.ChannelFacts,
    lines: Sequence[QuoteLine],
    address: Mapping[str, str],
    at: dt.datetime,
) -> promotions.Request:
    """Return what a cart asks its promotions with."""
    return promotions.Request(
        lines=tuple(
            promotions.Line(
                key=line.id,
                variant_id=line.variant_id,
                product_id=line.variant.product_id,
                quantity=line.quantity,
                price=line.price.price.amount,
                reduced=line.price.kind == "sale",
            )
            for line in lines
            if line.variant and line.price
        ),
        channel=channel.code,
        currency=cart.currency,
        locale=cart.locale,
        at=at,
        address=cart.shipping_address,
        country=address["country"],
        customer_id=cart.customer_id,
        email=cart.email,
        phone=cart.phone or str(cart.shipping_address.get("phone", "")),
        codes=tuple(cart.codes),
        held=frozenset(cart.held_promotions),
    )


def with_discounts(
    lines: tuple[QuoteLine, ...],
    offer: promotions.Offer,
    channel: channels.ChannelFacts,
    locale: str,
    at: dt.datetime,
) -> tuple[QuoteLine, ...]:
    """Return the lines with what is taken off them, and after them the gifts."""
    if not offer.verdict.wins:
        return lines
    off = offer.verdict.off()
    priced = tuple(replace(line, off=off[line.id]) if line.id in off else line for line in lines)
    return priced + _gifts(priced, offer, channel, locale, at)


def discounted_options(
    options: Sequence[shipping.ShippingOption], offer: promotions.Offer
) -> tuple[shipping.ShippingOption, ...]:
    """Return the shipping methods with what promotions leave of their prices."""
    if not any(win.lane == "shipping" for win in offer.verdict.wins):
        return tuple(options)
    found = []
    for option in options:
        off = sum(share.amount for share in offer.shipping_shares(option.code, option.price.amount))
        price = Money(option.price.amount - off, option.price.currency)
        found.append(replace(option, price=price, full_price=option.price) if off else option)
    return tuple(found)


def _gifts(
    lines: Sequence[QuoteLine],
    offer: promotions.Offer,
    channel: channels.ChannelFacts,
    locale: str,
    at: dt.datetime,
) -> tuple[QuoteLine, ...]:
    """Return one line per gift that can be sent: the first of its articles of which enough is there.

    What the shopper buys of the same article comes first, so a gift never makes the cart itself impossible.
    """
    gifts = [(win, win.gift) for win in offer.verdict.wins if win.gift]
    ids = {variant for _, gift in gifts for variant in gift.variants}
    if not ids:
        return ()
    variants = catalog.sellable_variants(ids, channel_id=channel.id, locale=locale)
    prices = pricing.offers_for(list(variants), channel=channel, at=at, with_strike=False).prices
    stock = inventory.available_to_promise(list(variants), channel_id=channel.id)
    left = {key: stock[key].available for key in variants}
    for line in lines:
        if line.variant_id in left:
            left[line.variant_id] -= line.quantity
    found: list[QuoteLine] = []
    for win, gift in gifts:
        chosen = next(
            (each for each in gift.variants if each in prices and left.get(each, 0) >= gift.quantity), None
        )
        if chosen is None:
            continue
        left[chosen] -= gift.quantity
        price = prices[chosen]
        found.append(
            replace(
                lines[0],
                id=-win.promotion_id,
                variant_id=chosen,
                quantity=gift.quantity,
                variant=variants[chosen],
                price=price,
                on_request=False,
                off=price.price.amount * gift.quantity,
                gift_of=win.promotion_id,
            )
        )
    return tuple(found)
