"""Where a cart can be collected: at which of our locations all of it lies, and what is known of a point."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import override

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.checkout.models import Cart
from storecrew.contexts.customers.public import AddressFacts
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.shipping import public as shipping

if TYPE_CHECKING:
    from storecrew.contexts.checkout.queries.quoting import QuoteLine

LOCATION, POINT = "location", "point"


class Line(Protocol):
    """What counts of a line here."""

    @property
    def variant_id(self) -> int:
        """Which article."""

    @property
    def quantity(self) -> int:
        """How many units."""


def possible(
    cart: Cart, options: tuple[shipping.ShippingOption, ...], lines: Sequence[QuoteLine], at: dt.datetime
) -> tuple[tuple[shipping.ShippingOption, ...], tuple[tuple[str, str], ...]]:
    """Return the ways that this cart can take, and those that it cannot: (name, why).

    Collecting at a location of ours needs one that has everything; nothing is asked where no such way is.
    """
    if not any(option.way == LOCATION for option in options):
        return options, ()
    with override(cart.locale):
        places = locations(cart, lines, options[0], at=at, country=_country(cart))
        if any(place.available for place in places):
            return options, ()
        if not places:
            why = _("There is no place of ours in your country where you could collect it.")
        elif len(places) == 1:
            why = places[0].reason
        else:
            why = _("None of our places has everything in your cart now.")
        left_out = tuple((option.name, why) for option in options if option.way == LOCATION)
    return tuple(option for option in options if option.way != LOCATION), left_out


def locations(
    cart: Cart, lines: Iterable[Line], option: shipping.ShippingOption, *, at: dt.datetime, country: str
) -> tuple[shipping.PickupPoint, ...]:
    """Return our locations in a country where orders are collected, each with why it cannot be this one."""
    needs: dict[int, int] = {}
    for line in lines:
        needs[line.variant_id] = needs.get(line.variant_id, 0) + line.quantity
    places = [
        place for place in inventory.pickup_places(cart.channel_id)
        if not country or place.address.country.upper() == country
    ]  # fmt: skip
    if not places:
        return ()
    holder = cart.token if cart.held_until else ""
    missing = inventory.missing_at_places(needs, cart.channel_id, holder=holder)
    return tuple(_location(cart, place, missing.get(place.id, ()), option, at) for place in places)


def point_of(
    cart: Cart, option: shipping.ShippingOption | None, *, at: dt.datetime
) -> shipping.PickupPoint | None:
    """Return the point that was chosen for the chosen way; None when there is none, or it is gone."""
    kept = cart.pickup_point
    if option is None or not option.needs_point or kept.get("method") != option.code:
        return None
    if kept.get("kind") == POINT:
        found = from_json(kept)
        return found if found.address.country == _country(cart) else None
    places = {place.code: place for place in inventory.pickup_places(cart.channel_id)}
    place = places.get(str(kept.get("code", "")))
    if place is None or place.address.country != _country(cart):
        return None
    return _location(cart, place, (), option, at)


def held_at(cart: Cart) -> int | None:
    """Return the location where a cart is to be collected, at which alone its goods are held."""
    kept = cart.pickup_point
    if kept.get("kind") != LOCATION or kept.get("method") != cart.shipping_method:
        return None
    places = {place.code: place.id for place in inventory.pickup_places(cart.channel_id)}
    return places.get(str(kept.get("code", "")))


def missing_of(cart: Cart, lines: Iterable[Line], point: shipping.PickupPoint) -> bool:
    """Say whether something of a cart is not at the location where it is to be collected."""
    needs: dict[int, int] = {}
    for line in lines:
        needs[line.variant_id] = needs.get(line.variant_id, 0) + line.quantity
    places = {place.code: place.id for place in inventory.pickup_places(cart.channel_id)}
    holder = cart.token if cart.held_until else ""
    missing = inventory.missing_at_places(needs, cart.channel_id, holder=holder)
    return bool(missing.get(places.get(point.code, 0), ()))


def place_of(point: shipping.PickupPoint) -> dict[str, str]:
    """Return the parts of a point's address that decide about tax."""
    address = point.address
    return {"country": address.country, "region": address.region, "postal_code": address.postal_code}


def from_json(kept: Mapping[str, object]) -> shipping.PickupPoint:
    """Return a point as a cart or an order keeps it."""
    written = kept.get("address")
    parts = dict(written) if isinstance(written, Mapping) else {}
    names = AddressFacts.__dataclass_fields__
    hours = kept.get("hours")
    spans = hours if isinstance(hours, list | tuple) else ()
    return shipping.PickupPoint(
        kind=str(kept.get("kind", "")),
        code=str(kept.get("code", "")),
        name=str(kept.get("name", "")),
        address=AddressFacts(**{name: str(parts.get(name) or "") for name in names}),
        hours=tuple((int(str(day)), str(opens), str(closes)) for day, opens, closes in spans),
        carrier=str(kept.get("carrier", "")),
        sort=str(kept.get("sort", "shop")),
        keep_days=int(str(kept.get("keep_days") or 0)),
    )


def _location(
    cart: Cart,
    place: inventory.PickupPlace,
    missing: Sequence[int],
    option: shipping.ShippingOption,
    at: dt.datetime,
) -> shipping.PickupPoint:
    reason = ""
    if missing:
        known = catalog.variants(list(missing), locale=cart.locale)
        names = ", ".join(known[one].product_title for one in missing if one in known)
        reason = _("Not enough is there now of: %(titles)s.") % {"titles": names}
    return shipping.PickupPoint(
        kind=LOCATION,
        code=place.code,
        name=place.name,
        address=place.address,
        hours=place.hours,
        reason=reason,
        ready=shipping.ready_by(
            option.code,
            channels.facts_by_id(cart.channel_id),
            location=place.code,
            country=place.address.country,
            spans=place.hours,
            at=at,
        ),
        keep_days=option.keep_days,
    )


def _country(cart: Cart) -> str:
    return str(cart.shipping_address.get("country", "")).upper()
