"""Which gateways exist and which are switched on."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from storecrew.contexts.payments.errors import GatewayNotAvailable
from storecrew.contexts.payments.providers.by_hand import BankTransfer, CashOnDelivery
from storecrew.contexts.payments.providers.protocol import Gateway
from storecrew.contexts.payments.providers.simulator import Simulator
from storecrew.contexts.payments.providers.stripe import StripeGateway

_registered: dict[str, Gateway] = {}


def register_gateway(provider: Gateway) -> None:
    """Add a gateway of a context above, such as its gift vouchers; called once, when it starts."""
    _registered[provider.code] = provider
    _all.cache_clear()


@cache
def _all() -> dict[str, Gateway]:
    gateways: list[Gateway] = [Simulator(), StripeGateway(), BankTransfer(), CashOnDelivery()]
    return {gateway.code: gateway for gateway in gateways} | _registered


def is_on_account(code: str) -> bool:
    """Say whether a way to pay is an invoice that stays owed after the order was delivered.

    Such a gateway says so with ``on_account = True``: what is refunded lowers what is owed before money goes
    back.
    """
    return bool(getattr(_all().get(code), "on_account", False))


def known_codes() -> frozenset[str]:
    """Return the codes of all gateways that exist."""
    return frozenset(_all())


def test_only_codes() -> frozenset[str]:
    """Return the codes of gateways that move no real money."""
    return frozenset(code for code, gateway in _all().items() if gateway.test_only)


def enabled(channel_code: str = "") -> tuple[Gateway, ...]:
    """Return the gateways of a channel in the order of the setting; one without its keys is left out.

    ``STORECREW_GATEWAYS`` lists codes; an entry ``channel:code`` holds for one channel only.
    """
    found = []
    for entry in settings.STORECREW_GATEWAYS:
        channel, _, code = entry.rpartition(":")
        if (not channel or channel == channel_code) and _all()[code].configured:
            found.append(_all()[code])
    return tuple(found)


def gateway(code: str) -> Gateway:
    """Return a gateway by its code, also one that is switched off but has old payments.

    :raises GatewayNotAvailable: there is no such gateway
    """
    try:
        return _all()[code]
    except KeyError:
        raise GatewayNotAvailable(gateway=code) from None
