"""Where a cart is collected: which points there are, and choosing one."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from storecrew.contexts.checkout.errors import (
    PickupPointNotNeeded,
    PickupPointUnavailable,
    ShippingMethodUnavailable,
)
from storecrew.contexts.checkout.facts import CartView
from storecrew.contexts.checkout.operations import claiming, healing, holding, keeping
from storecrew.contexts.checkout.queries import pickups, quoting
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel.actor import Actor


def pickup_points(
    token: str, *, shipping_method: str = "", postal_code: str = "", actor: Actor, at: dt.datetime
) -> tuple[shipping.PickupPoint, ...]:
    """Return where a cart can be collected by a method (the one it has when none is named).

    For a location of ours each answer says whether everything is there; points of a carrier are those near
    ``postal_code``, or near the cart's address. Outside any transaction: a carrier may be asked.

    :raises ShippingMethodUnavailable: the method does not deliver this cart to that address
    :raises PickupPointNotNeeded: the method brings it home
    :raises NoPickupPoints, PointsSilent: its carrier cannot say, or did not
    """
    quote = quoting.quote(quoting.load(token), at=at, for_display=False)
    option = _option(quote, shipping_method)
    if option.way == pickups.LOCATION:
        return pickups.locations(quote.cart, _goods(quote), option, at=at, country=quote.country)
    near = postal_code.strip() or str(quote.cart.shipping_address.get("postal_code", ""))
    return shipping.find_points(option.code, country=quote.country, postal_code=near, actor=actor)


def choose_point(
    token: str, point: str, *, shipping_method: str = "", actor: Actor, at: dt.datetime
) -> CartView:
    """Say where a cart is collected; the method is chosen with it. Call it outside any transaction.

    :raises ShippingMethodUnavailable: the method does not deliver this cart to that address
    :raises PickupPointNotNeeded: the method brings it home
    :raises PickupPointUnavailable: there is no such point, or not everything is there; it says why
    :raises NoPickupPoints, PointsSilent: its carrier cannot say, or did not
    """
    healing.open_again(token, at=at)
    quote = quoting.quote(quoting.load(token), at=at, for_display=False)
    option = _option(quote, shipping_method)
    if option.way == pickups.LOCATION:
        found = pickups.locations(quote.cart, _goods(quote), option, at=at, country=quote.country)
    else:
        found = shipping.find_points(option.code, country=quote.country, point=point, actor=actor)
    chosen = next((each for each in found if each.code == point), None)
    if chosen is None or not chosen.available or chosen.address.country != quote.country:
        raise PickupPointUnavailable(chosen.reason or None if chosen else None, pickup_point=point[:60])
    kept = chosen.as_json() | {"method": option.code}
    with transaction.atomic():
        cart = claiming.take_for_change(token, at=at, pickup_point=kept, shipping_method=option.code)
        holding.let_go(cart, at=at)
    return keeping.viewed(cart, at=at)


def _goods(quote: quoting.Quote) -> list[quoting.QuoteLine]:
    return [line for line in quote.lines if line.in_parcel and line.price is not None]


def _option(quote: quoting.Quote, code: str) -> shipping.ShippingOption:
    wanted = code or quote.cart.shipping_method
    option = next((each for each in quote.options if each.code == wanted), None)
    if option is None:
        raise ShippingMethodUnavailable(
            shipping_method=wanted[:50], offered=sorted(each.code for each in quote.options)
        )
    if not option.needs_point:
        raise PickupPointNotNeeded(shipping_method=option.code)
    return option
