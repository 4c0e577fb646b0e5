"""The shopper's answer on the simulator's page, as a bank would get it."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.payments.errors import GatewayNotAvailable
from storecrew.contexts.payments.operations.webhook import handle_webhook
from storecrew.contexts.payments.providers import enabled
from storecrew.contexts.payments.providers.signatures import sign
from storecrew.contexts.payments.providers.simulator import Simulator
from storecrew.contexts.payments.providers.simulator.gateway import message_for, webhook_secret


def simulate_confirmation(reference: str, *, approve: bool, at: dt.datetime) -> str:
    """Approve or refuse a charge that waits for the shopper; return where to send the shopper.

    As a real gateway would, the simulator tells the shop by a signed message as well. A second answer
    changes nothing.

    :raises GatewayNotAvailable: the simulator is switched off
    :raises PaymentNotFound: it has no such charge
    """
    if not any(provider.code == "simulator" for provider in enabled()):
        raise GatewayNotAvailable(gateway="simulator")
    charge = Simulator().answer(reference, approve=approve)
    body = message_for(charge.key, f"{charge.reference}:{charge.state}")
    signature = sign(body, secret=webhook_secret(), at=at)
    handle_webhook("simulator", headers={"Simulator-Signature": signature}, body=body, at=at)
    return str(charge.return_url)
