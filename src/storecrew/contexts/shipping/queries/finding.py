"""Finding an address by a few words, where a service knows the country."""

from __future__ import annotations

from storecrew.contexts.shipping.providers.address_lookup import FoundAddress, lookup_for
from storecrew.kernel import ratelimit
from storecrew.kernel.actor import Actor

LIMIT = "shipping.find_addresses"
FEWEST, MOST = 2, 80
ratelimit.define(LIMIT, ip="120/10m")


def can_find_addresses(country: str) -> bool:
    """Say whether a service knows the addresses of a country."""
    return lookup_for(country) is not None


def find_addresses(words: str, country: str, *, actor: Actor) -> tuple[FoundAddress, ...]:
    """Return addresses for words, the likeliest first; nothing for too few words or an unknown country.

    Outside any transaction: a service of others is asked. Raises LookupSilent, Refused.
    """
    wanted = " ".join(words.split())[:MOST]
    lookup = lookup_for(country)
    if lookup is None or len(wanted) < FEWEST:
        return ()
    ratelimit.hit(LIMIT, f"ip:{actor.ip}")
    return lookup.find(wanted, country)
