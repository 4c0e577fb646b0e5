"""What the formats must know about the shop."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.channels import public as channels
from storecrew.contexts.imports.facts import Setting
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.pricing import public as pricing
from storecrew.kernel.money import exponent


def setting_for(channel: channels.ChannelFacts, at: dt.datetime) -> Setting:
    """The channel's currency and language, the price lists and the locations."""
    places = inventory.locations()
    names = {place.name.casefold(): place.code for place in places}
    return Setting(
        currency=channel.currency,
        exponent=exponent(channel.currency),
        today=channels.house_day(at),
        locale=channel.locale,
        channel=channel.code,
        list_currencies=_base_lists() | pricing.list_currencies(),
        locations=frozenset(place.code for place in places if place.is_walked),
        places=names | {place.code.casefold(): place.code for place in places},
        default_place=default_place(channel),
        tax_classes=_tax_classes(),
    )


def default_place(channel: channels.ChannelFacts) -> str:
    """The code of the channel's default location: the one that is asked first."""
    found = inventory.locations(channel_id=channel.id)
    return found[0].code if found else inventory.location(None).code


def _tax_classes() -> dict[str, str]:
    """The codes of the tax classes by name and by code, without regard to case."""
    classes = pricing.tax_classes()
    names = {name.casefold(): code for code, name in classes.items()}
    return names | {code.casefold(): code for code in classes}


def _base_lists() -> dict[str, str]:
    """The base price list of each channel with its currency; it is made with its first price."""
    return {pricing.base_list_code(channel): channel.currency for channel in channels.all_channels()}
