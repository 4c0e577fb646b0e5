"""The doorway of the channels context."""

from storecrew.contexts.channels.errors import (
    ChannelClosed,
    DefaultChannelNeeded,
    InvalidChannel,
    StaleChannel,
    UnknownChannel,
    UnknownMarket,
)
from storecrew.contexts.channels.events import ChannelChanged
from storecrew.contexts.channels.facts import ChannelFacts, MarketFacts
from storecrew.contexts.channels.operations import (
    ensure_channel,
    save_channel,
    save_market,
    set_public,
)
from storecrew.contexts.channels.queries import (
    all_channels,
    all_markets,
    facts,
    facts_by_id,
    for_host,
    house_day,
    house_zone,
)
from storecrew.contexts.channels.rules import LEGAL_KEYS, known_countries

__all__ = [
    "LEGAL_KEYS",
    "ChannelChanged",
    "ChannelClosed",
    "ChannelFacts",
    "DefaultChannelNeeded",
    "InvalidChannel",
    "MarketFacts",
    "StaleChannel",
    "UnknownChannel",
    "UnknownMarket",
    "all_channels",
    "all_markets",
    "ensure_channel",
    "facts",
    "facts_by_id",
    "for_host",
    "house_day",
    "house_zone",
    "known_countries",
    "save_channel",
    "save_market",
    "set_public",
]
