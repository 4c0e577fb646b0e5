"""Which ways to speak to carriers exist."""

from __future__ import annotations

from functools import cache

from storecrew.contexts.shipping.errors import UnknownCarrierKind
from storecrew.contexts.shipping.providers.karrio_sdk import CARRIERS
from storecrew.contexts.shipping.providers.own_fleet import OwnFleetCarrier
from storecrew.contexts.shipping.providers.protocol import Carrier
from storecrew.contexts.shipping.providers.rate_sheet import RateSheetCarrier
from storecrew.contexts.shipping.providers.simulator import SimulatorCarrier


@cache
def _all() -> dict[str, Carrier]:
    carriers: list[Carrier] = [RateSheetCarrier(), OwnFleetCarrier(), *CARRIERS, SimulatorCarrier()]
    return {each.kind: each for each in carriers}


def known() -> tuple[Carrier, ...]:
    """Return every way to speak to a carrier."""
    return tuple(_all().values())


def carrier(kind: str) -> Carrier:
    """Return the way of a kind. Raises UnknownCarrierKind."""
    try:
        return _all()[kind]
    except KeyError:
        raise UnknownCarrierKind(kind=kind) from None
