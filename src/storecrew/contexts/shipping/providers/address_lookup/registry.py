"""Who finds addresses in which country: registered by hand, else by the settings, else nobody."""

from __future__ import annotations

from django.conf import settings

from storecrew.contexts.shipping.providers.address_lookup.juso import Juso
from storecrew.contexts.shipping.providers.address_lookup.protocol import AddressLookup
from storecrew.contexts.shipping.providers.address_lookup.simulator import SimulatedLookup

_registered: list[AddressLookup] = []


def register_lookup(lookup: AddressLookup) -> None:
    """Add a service; it comes before those of the settings. Called once, when the application starts."""
    _registered.append(lookup)


def lookup_for(country: str) -> AddressLookup | None:
    """Return the service for a country, or None: then addresses are typed by hand."""
    return next((each for each in (*_registered, *_of_settings()) if country in each.countries), None)


def _of_settings() -> list[AddressLookup]:
    found: list[AddressLookup] = []
    if settings.STORECREW_JUSO_KEY:
        found.append(Juso(settings.STORECREW_JUSO_KEY))
    if settings.STORECREW_DEMO:
        found.append(SimulatedLookup())
    return found
