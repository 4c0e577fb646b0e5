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
    return Setting(
        currency=channel.currency,
        exponent=exponent(channel.currency),
        at=at,
        locale=channel.locale,
        channel=channel.code,
        list_currencies=pricing.list_currencies(),
        locations=frozenset(location.code for location in inventory.locations()),
    )
