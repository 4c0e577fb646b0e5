"""Finding an address by a few words: the protocol, who speaks it for which country, and each provider."""

from storecrew.contexts.shipping.providers.address_lookup.protocol import AddressLookup, FoundAddress
from storecrew.contexts.shipping.providers.address_lookup.registry import lookup_for, register_lookup

__all__ = ["AddressLookup", "FoundAddress", "lookup_for", "register_lookup"]
