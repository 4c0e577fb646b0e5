"""What a cart costs now: a pure function of its rows, the prices, the tax and the shipping methods.

The view of a cart and the placing of an order both start here, so what is shown is what is charged.
A quote costs a fixed number of queries, whatever the number of lines.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.checkout.errors import CartNotFound
from storecrew.contexts.checkout.models import Cart, CartLine
from storecrew.contexts.checkout.queries import delivering, discounting, gifting, pickups
from storecrew.contexts.customers import public as customers
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel.money import Money
from storecrew.kernel.reads import compiled_once

SHIPPING_KEY = "shipping"
SHIPPING_TAX_CLASS = "standard"
GIFT_KEY = "gift_wrap"
GIFT_TAX_CLASS = "standard"


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """One line with its article and price; `price` is None when the article cannot be bought.

    `on_request` says why: its price is not public, and the shopper has to ask for it.
    """

    id: int
    variant_id: int
    quantity: int
    variant: catalog.VariantFacts | None
    price: pricing.PriceAnswer | None
    on_request: bool = False
    # What promotions take off the line, and the promotion that gives it for nothing.
    off: int = 0
    gift_of: int | None = None

    @property
    def in_parcel(self) -> bool:
        """Whether it has to be packed: codes are not."""
        return self.variant is None or not self.variant.digital

    @property
    def full(self) -> Money | None:
        """What the line would cost without promotions."""
        return self.price.price * self.quantity if self.price else None

    @property
    def total(self) -> Money | None:
        """What the line costs as displayed."""
        full = self.full
        return None if full is None else Money(full.amount - self.off, full.currency)


@dataclass(frozen=True, slots=True)
class Quote:
    """A cart with its prices, discounts, shipping and tax; `subtotal` is after discounts.

    `wrapping` is what wrapping it as a gift costs; None where it was not asked for, or is not offered.
    """

    cart: Cart
    channel: channels.ChannelFacts
    lines: tuple[QuoteLine, ...]
    options: tuple[shipping.ShippingOption, ...]
    option: shipping.ShippingOption | None
    is_estimate: bool
    taxes: pricing.TaxAnswer
    subtotal: Money
    total: Money
    address: Mapping[str, str]
    request: promotions.Request | None = None
    offer: promotions.Offer = promotions.NO_OFFER
    wrapping: Money | None = None
    # What vouchers, credit and points pay: they lower what is due, never the total.
    tenders: tuple[loyalty.Tender, ...] = ()
    # Where the chosen way brings it, when it is collected; and the ways that are left out, each with why.
    point: shipping.PickupPoint | None = None
    not_offered: tuple[tuple[str, str], ...] = ()

    @property
    def due(self) -> Money:
        """What is left to pay by a gateway."""
        return Money(
            self.total.amount - sum(each.amount.amount for each in self.tenders), self.total.currency
        )

    @property
    def shipping(self) -> Money | None:
        """The price of the chosen or cheapest shipping method as displayed."""
        return self.option.price if self.option else None

    @property
    def country(self) -> str:
        """Where the cart goes, as far as known."""
        return self.address["country"]


@compiled_once
def _cart(token: str) -> QuerySet[Cart]:
    return Cart.objects.filter(token=token)


@compiled_once
def _lines(cart_id: int) -> QuerySet[CartLine, tuple[int, int, int]]:
    rows = CartLine.objects.filter(cart_id=cart_id).order_by("pk")
    return rows.values_list("id", "variant_id", "quantity")


def load(token: str) -> Cart:
    """Return the cart's row. Raises CartNotFound."""
    cart: Cart | None = _cart.first(token=token)
    if cart is None:
        raise CartNotFound
    return cart


def units_by_variant(cart: Cart) -> dict[int, int]:
    """Return what is in a cart."""
    return {variant_id: quantity for _, variant_id, quantity in _lines(cart_id=cart.pk)}


def in_parcel(cart: Cart) -> bool:
    """Say whether something in a cart has to be packed; an empty cart awaits things that have."""
    known = catalog.variants(units_by_variant(cart))
    return not known or any(not one.digital for one in known.values())


def quote(
    cart: Cart,
    *,
    at: dt.datetime,
    for_display: bool = True,
    towards: shipping.Destination | None = None,
) -> Quote:
    """Price, tax and ship a cart. Without `for_display` what only screens need is left out.

    `towards` is where the shopper says it would go; the cart's own address, once there is one, counts more.
    """
    channel = channels.facts_by_id(cart.channel_id)
    address = _address(cart, channel, towards)
    segments = customers.segments_of(cart.customer_id) if cart.customer_id else ()
    lines = _price(
        _lines(cart_id=cart.pk), channel, cart.locale, at, segments=segments, for_display=for_display
    )
    request = discounting.request_of(cart, channel, lines, address, at)
    offer = promotions.offer(request) if lines else promotions.NO_OFFER
    lines = discounting.with_discounts(lines, offer, channel, cart.locale, at)
    sold = [line for line in lines if line.total is not None]
    zero = Money.zero(cart.currency)
    subtotal = sum((line.total for line in sold if line.total), zero)
    offered = _options(cart, address, channel, sold, at)
    offered, not_offered = pickups.possible(cart, offered, sold, at) if for_display else (offered, ())
    options = discounting.discounted_options(offered, offer)
    if for_display and offer is not promotions.NO_OFFER:
        options = delivering.with_thresholds(options, channel, address["country"], at=at, reached=subtotal)
    wish = shipping.BY_EMAIL if options and options[0].at_once else cart.shipping_method
    chosen = next((option for option in options if option.code == wish), None)
    option = chosen or _estimate(options)
    parcel = any(line.in_parcel for line in sold)
    point = pickups.point_of(cart, chosen, at=at)
    # Goods that are collected are taxed where they change hands.
    taxed = address if point is None else pickups.place_of(point)
    wrapping = gifting.gift_wrap(channel.id) if cart.gift_wrap and parcel else None
    taxes = _taxes(cart, taxed, channel, sold, option, wrapping, at)
    shown = subtotal + (option.price if option else zero) + (zero if wrapping is None else wrapping)
    total = shown if channel.tax_display == "gross" else shown + taxes.total_tax
    wishes = [loyalty.Wish(*wish) for wish in cart.tenders]
    tenders = loyalty.tenders(wishes, customer_id=cart.customer_id, total=total, at=at) if wishes else ()
    return Quote(
        cart=cart,
        channel=channel,
        lines=lines,
        options=options,
        option=option,
        is_estimate=chosen is None,
        taxes=taxes,
        subtotal=subtotal,
        total=total,
        address=address,
        request=request,
        offer=offer,
        wrapping=wrapping,
        tenders=tenders,
        point=point,
        not_offered=not_offered,
    )


def _estimate(options: Sequence[shipping.ShippingOption]) -> shipping.ShippingOption | None:
    """Return the way that counts until one is chosen: the cheapest that brings it home, where one does."""
    home = [each for each in options if not each.needs_point]
    return min(home or options, key=lambda each: each.price.amount, default=None)


def _address(
    cart: Cart, channel: channels.ChannelFacts, towards: shipping.Destination | None
) -> dict[str, str]:
    """Return the parts of the address that decide about price and tax, as far as they are known."""
    known: Mapping[str, str] = cart.shipping_address
    if not known and towards is not None:
        known = towards._asdict()
    parts = {name: str(known.get(name, "")) for name in ("country", "region", "postal_code")}
    parts["country"] = parts["country"] or channel.country
    return parts


def _price(
    rows: list[tuple[int, int, int]],
    channel: channels.ChannelFacts,
    locale: str,
    at: dt.datetime,
    *,
    segments: tuple[str, ...],
    for_display: bool,
) -> tuple[QuoteLine, ...]:
    ids = [variant_id for _, variant_id, _ in rows]
    variants = catalog.sellable_variants(ids, channel_id=channel.id, locale=locale) if ids else {}
    quantities = {variant_id: quantity for _, variant_id, quantity in rows}
    prices, on_request = pricing.offers_for(
        list(variants),
        channel=channel,
        at=at,
        quantities=quantities,
        segments=segments,
        with_strike=for_display,
    )
    if for_display and len(variants) < len(ids):
        # An article that left the shop keeps its name in the cart.
        named: Mapping[int, Any] = catalog.variants(ids, locale=locale) | variants
    else:
        named = variants
    return tuple(
        QuoteLine(
            line_id,
            variant_id,
            quantity,
            named.get(variant_id),
            prices.get(variant_id) if variant_id in variants else None,
            variant_id in on_request,
        )
        for line_id, variant_id, quantity in rows
    )


def _options(
    cart: Cart,
    address: Mapping[str, str],
    channel: channels.ChannelFacts,
    sold: list[QuoteLine],
    at: dt.datetime,
) -> tuple[shipping.ShippingOption, ...]:
    """Return the ways to send what goes into a parcel; codes beside it weigh nothing and go by e-mail."""
    if not sold:
        return ()
    parcel = [line for line in sold if line.in_parcel]
    if not parcel:
        return (shipping.by_email(channel, at=at, locale=cart.locale),)
    return tuple(
        shipping.options(
            channel,
            country=address["country"],
            region=address["region"],
            postal_code=address["postal_code"],
            weight_g=sum((line.variant.weight_g or 0) * line.quantity for line in parcel if line.variant),
            value=sum((line.total for line in parcel if line.total), Money.zero(cart.currency)),
            items=sum(line.quantity for line in parcel),
            at=at,
            locale=cart.locale,
        )
    )


def _taxes(
    cart: Cart,
    address: Mapping[str, str],
    channel: channels.ChannelFacts,
    sold: list[QuoteLine],
    option: shipping.ShippingOption | None,
    wrapping: Money | None,
    at: dt.datetime,
) -> pricing.TaxAnswer:
    taxable = [
        pricing.TaxableLine(str(line.id), line.total, line.variant.tax_class)
        for line in sold
        if line.total is not None and line.variant
    ]
    if option:
        taxable.append(pricing.TaxableLine(SHIPPING_KEY, option.price, SHIPPING_TAX_CLASS))
    if wrapping is not None:
        taxable.append(pricing.TaxableLine(GIFT_KEY, wrapping, GIFT_TAX_CLASS))
    return pricing.tax_for(
        taxable,
        country=address["country"],
        region=address["region"],
        postal_code=address["postal_code"],
        tax_display="net" if channel.tax_display == "net" else "gross",
        at=at,
        timezone=channel.timezone,
        currency=cart.currency,
    )
