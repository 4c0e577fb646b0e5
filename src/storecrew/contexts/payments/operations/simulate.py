"""The shopper's answer on the simulator's page, as a bank would get it."""

from __future__ import annotations

from storecrew.contexts.payments.errors import GatewayNotAvailable
from storecrew.contexts.payments.providers import enabled
from storecrew.contexts.payments.providers.simulator import Simulator


def simulate_confirmation(reference: str, *, approve: bool) -> str:
    """Approve or refuse a charge that waits for the shopper; return where to send the shopper.

    A second answer changes nothing.

    :raises GatewayNotAvailable: the simulator is switched off
    :raises PaymentNotFound: it has no such charge
    """
    if not any(provider.code == "simulator" for provider in enabled()):
        raise GatewayNotAvailable(gateway="simulator")
    return Simulator().answer(reference, approve=approve)
