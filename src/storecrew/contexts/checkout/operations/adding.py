"""Putting articles into a cart: one, or a whole list in one go."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import transaction

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.checkout.errors import NotForSale, PriceOnRequest, TooManyLines
from storecrew.contexts.checkout.facts import CartView
from storecrew.contexts.checkout.models import Cart, CartLine
from storecrew.contexts.checkout.operations import claiming, healing, holding, keeping
from storecrew.contexts.checkout.queries import quoting
from storecrew.contexts.customers import public as customers
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.pricing import public as pricing
from storecrew.kernel import rows
from storecrew.kernel.actor import Actor
from storecrew.kernel.quantity import MOST, InvalidQuantity, parse_quantity

MOST_LINES = 100
LONGEST_SKU = 200


def add_line(token: str, sku: str, quantity: Any, *, actor: Actor, at: dt.datetime) -> CartView:
    """Put units of an article into the cart; see `add_lines`."""
    return add_lines(token, [(sku, quantity)], actor=actor, at=at)


def add_lines(token: str, wanted: Iterable[tuple[str, Any]], *, actor: Actor, at: dt.datetime) -> CartView:
    """Put (SKU, units) into the cart, all of them or none; what is in it already becomes more.

    A fixed number of queries for new articles, and the cart is priced once.

    :raises InvalidQuantity: not a whole number from 1 to 100,000, also in sum
    :raises NotForSale: nothing with this SKU is sold in the cart's channel
    :raises PriceOnRequest: the article has no public price
    :raises InsufficientStock: less can be promised than would be in the cart; its items name each article
    :raises TooManyLines: the cart would have more than 100 lines
    :raises CartInPayment: the cart is being paid for
    """
    asked = [(sku, parse_quantity(quantity)) for sku, quantity in wanted]
    cart = healing.open_again(token, at=at)
    ids = _sold(cart, [sku for sku, _ in asked])
    _priced(cart, ids, at)
    units: Counter[int] = Counter()
    for sku, quantity in asked:
        units[ids[sku]] += quantity
    with transaction.atomic():
        cart = claiming.take_for_change(token, at=at)
        there = quoting.units_by_variant(cart)
        totals = {variant_id: there.get(variant_id, 0) + more for variant_id, more in units.items()}
        if max(totals.values(), default=0) > MOST:
            raise InvalidQuantity(value=str(max(totals.values())))
        enough(cart, totals)
        if len(there.keys() | totals.keys()) > MOST_LINES:
            raise TooManyLines(most=MOST_LINES)
        _write(cart, there, totals)
        holding.let_go(cart, at=at)
    del actor
    return keeping.viewed(cart, at=at)


def enough(cart: Cart, totals: Mapping[int, int]) -> None:
    """Tell early that there is not enough; the promise itself is made when the order is placed."""
    stock = inventory.available_to_promise(
        totals, channel_id=cart.channel_id, holder=cart.token if cart.held_until else ""
    )
    short = {
        variant_id: stock[variant_id].available
        for variant_id, units in totals.items()
        if stock[variant_id].available < units
    }
    if short:
        known = catalog.variants(short)
        raise inventory.InsufficientStock(
            items=[
                {
                    "variant_id": variant_id,
                    "sku": known[variant_id].sku,
                    "requested": totals[variant_id],
                    "available": available,
                }
                for variant_id, available in short.items()
            ]
        )


def _write(cart: Cart, there: Collection[int], totals: Mapping[int, int]) -> None:
    # Nobody else changes the lines: the cart's row is ours until the commit.
    for variant_id in totals.keys() & set(there):
        CartLine.objects.filter(cart_id=cart.pk, variant_id=variant_id).update(quantity=totals[variant_id])
    rows.insert(
        [
            CartLine(cart_id=cart.pk, variant_id=variant_id, quantity=units)
            for variant_id, units in totals.items()
            if variant_id not in there
        ]
    )


def _sold(cart: Cart, skus: list[str]) -> dict[str, int]:
    possible = [sku for sku in skus if isinstance(sku, str) and len(sku) <= LONGEST_SKU]
    found = catalog.sellable_ids(possible, channel_id=cart.channel_id) if possible else {}
    for sku in skus:
        if not isinstance(sku, str) or sku not in found:
            raise NotForSale(sku=str(sku)[:120])
    return found


def _priced(cart: Cart, ids: Mapping[str, int], at: dt.datetime) -> None:
    """Refuse what has no public price: a line that can never be placed would only be in the way."""
    channel = channels.facts_by_id(cart.channel_id)
    segments = customers.segments_of(cart.customer_id) if cart.customer_id else ()
    offers = pricing.offers_for(
        list(ids.values()), channel=channel, at=at, segments=segments, with_strike=False
    )
    for sku, variant_id in ids.items():
        if variant_id in offers.on_request:
            raise PriceOnRequest(sku=sku)
