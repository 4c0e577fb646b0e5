"""Ways to send with the one truth about when they cost nothing: rates and promotions together.

Cart, product page, delivery page and REST all ask here. From which value a rate is free, and from which a
running promotion makes it so for everybody, are compared; the lower one is said.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from storecrew.contexts.channels import public as channels
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel.money import Money


def delivery_options(
    channel: channels.ChannelFacts,
    to: shipping.Destination,
    *,
    weight_g: int,
    value: Money,
    items: int = 1,
    at: dt.datetime,
    locale: str = "",
) -> list[shipping.ShippingOption]:
    """Return the ways to send goods that are in no cart yet, as ``shipping.options``, promotions included."""
    found = shipping.options(
        channel,
        to.country,
        postal_code=to.postal_code,
        weight_g=weight_g,
        value=value,
        items=items,
        locale=locale,
        at=at,
    )
    return [_free_now(each, value) for each in with_thresholds(found, channel, to.country, at=at)]


def _free_now(option: shipping.ShippingOption, value: Money) -> shipping.ShippingOption:
    if option.free_from is None or option.free_from.amount > value.amount:
        return option
    return replace(option, price=Money.zero(option.price.currency), full_price=option.price, free_from=None)


def with_thresholds(
    options: Iterable[shipping.ShippingOption],
    channel: channels.ChannelFacts,
    country: str,
    *,
    at: dt.datetime,
    reached: Money | None = None,
) -> tuple[shipping.ShippingOption, ...]:
    """Return ways to send, each with the least value of goods from which it is free.

    ``reached`` is the value of a cart that is priced already: a promotion that should hold by then and does
    not, because another one stands in its way, is not announced.
    """
    ways = tuple(options)
    prices = {option.code: option.full_price or option.price for option in ways}
    promised = promotions.free_delivery_from(prices, channel=channel.code, country=country, at=at)
    return tuple(
        replace(option, free_from=_lower(option, promised.get(option.code), reached)) for option in ways
    )


def _lower(option: shipping.ShippingOption, promised: Money | None, reached: Money | None) -> Money | None:
    if not option.price.amount:
        return None
    if promised is not None and reached is not None and promised.amount <= reached.amount:
        promised = None
    known = [each for each in (option.free_from, promised) if each is not None]
    return min(known, key=lambda each: each.amount, default=None)
