"""The promise of delivery in words: the days, the cost, and where to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from storecrew.contexts.channels.public import ChannelFacts
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import clock
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.shell import Shell


@dataclass(frozen=True, slots=True)
class Way:
    """One way to send: its name, cost and days in words."""

    name: str
    cost: str
    days: str


@dataclass(frozen=True, slots=True)
class Promise:
    """What a shopper is told about delivery; ``price`` is that of the cheapest way, None without any."""

    headline: str
    detail: str
    price: Money | None
    country: str
    country_name: str
    postal_code: str
    countries: tuple[tuple[str, str], ...]
    ways: tuple[Way, ...]
    at_once: bool = False
    # Whether it can be collected at a place of ours.
    collected: bool = False


def promise(
    channel: ChannelFacts,
    shop: Shell,
    to: shipping.Destination | None,
    *,
    weight_g: int,
    value: Money,
    items: int = 1,
    digital: bool = False,
) -> Promise:
    """Ask for the ways to send goods to a place, by default to the channel's country; codes go by e-mail."""
    place = to or shipping.Destination(channel.country)
    if digital:
        return of_options(
            [shipping.by_email(channel, at=clock.now(), locale=shop.locale)], place, channel, shop
        )
    options = checkout.delivery_options(
        channel, place, weight_g=weight_g, value=value, items=items, locale=shop.locale, at=clock.now()
    )
    return of_options(options, place, channel, shop)


def of_options(
    options: Sequence[shipping.ShippingOption],
    place: shipping.Destination,
    channel: ChannelFacts,
    shop: Shell,
) -> Promise:
    """Put the ways to send into words; the cheapest one, and of those the fastest, leads."""
    # What is collected is never the promise: it is not there by itself.
    home = [one for one in options if not one.needs_point] or options
    best = min(home, key=lambda one: (one.price.amount, one.latest), default=None)
    name = dict(shipping.country_choices([place.country], shop.locale))[place.country]
    return Promise(
        headline=_headline(best, shop.locale),
        detail=_detail(best, " ".join(part for part in (place.postal_code, name) if part), shop.locale),
        price=best.price if best else None,
        country=place.country,
        country_name=name,
        postal_code=place.postal_code,
        countries=tuple(shipping.country_choices(list(channel.countries or (channel.country,)), shop.locale)),
        ways=tuple(
            Way(one.name, cost(one.price, shop.locale), _way_days(one, shop.locale)) for one in options
        ),
        at_once=bool(best and best.at_once),
        collected=any(one.way == "location" for one in options),
    )


def _way_days(option: shipping.ShippingOption, locale: str) -> str:
    found = days(option, locale)
    return _("ready %(days)s") % {"days": found} if option.way == "location" else found


def _headline(best: shipping.ShippingOption | None, locale: str) -> str:
    if best is None:
        return _("We cannot deliver this there")
    return _("With you %(days)s") % {"days": days(best, locale)}


def _detail(best: shipping.ShippingOption | None, where: str, locale: str) -> str:
    if best is None:
        return _("None of our ways to send goes to %(place)s.") % {"place": where}
    if best.at_once:
        return best.explanation
    parts = [_("Delivery to %(place)s: %(cost)s.") % {"place": where, "cost": cost(best.price, locale)}]
    if best.free_from is not None and best.price.amount:
        parts.append(_("Free from %(amount)s.") % {"amount": best.free_from.format(locale)})
    return " ".join(parts)


def cost(price: Money, locale: str) -> str:
    """Return a price of delivery in words."""
    return price.format(locale) if price.amount else _("free")


def days(option: shipping.ShippingOption, locale: str) -> str:
    """Return the first and last day of arrival: ``Tue, Dec 1 – Thu, Dec 3``; codes are there at once."""
    if option.at_once:
        return _("at once by e-mail")
    return shipping.days_in_words(option.earliest, option.latest, locale)
