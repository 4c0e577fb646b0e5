"""What the pretended bank is told and tells: the shopper's answer on its page, disputes and their end."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.payments import queries
from storecrew.contexts.payments.errors import DisputeNotOpen, GatewayNotAvailable, InvalidPaymentAmount
from storecrew.contexts.payments.facts import DisputeFacts
from storecrew.contexts.payments.operations.webhook import handle_webhook
from storecrew.contexts.payments.providers import enabled
from storecrew.contexts.payments.providers.disputing import DisputeState
from storecrew.contexts.payments.providers.signatures import sign
from storecrew.contexts.payments.providers.simulator import Simulator, disputes
from storecrew.contexts.payments.providers.simulator.gateway import message_for, webhook_secret
from storecrew.kernel.actor import Actor


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


def simulate_dispute(payment_id: int, *, reason: str, actor: Actor, at: dt.datetime) -> DisputeFacts:
    """Let the pretended bank take the money of a payment back, as a cardholder could ask for.

    :raises Denied: the actor may not answer disputes
    :raises GatewayNotAvailable: the payment is not one of the simulator
    :raises InvalidPaymentAmount: nothing of it is with us any more
    """
    actor.require("payments.dispute")
    payment = queries.payment(payment_id)
    if payment.gateway != "simulator":
        raise GatewayNotAvailable(gateway=payment.gateway)
    if not payment.refundable:
        raise InvalidPaymentAmount()
    news = DisputeState(
        reference=f"simdp_{payment.id}_{int(at.timestamp())}",
        reason=reason,
        amount=payment.refundable.amount,
        currency=payment.amount.currency,
        state="needs_answer",
        at=at,
        opened_at=at,
        due_at=at + disputes.ANSWER_WITHIN,
        withdrawn=True,
        fee=disputes.FEE,
        fee_currency=payment.amount.currency,
    )
    _tell(payment.key, news, at)
    return queries.dispute_by_reference("simulator", news.reference)


def simulate_verdict(dispute_id: int, *, won: bool, actor: Actor, at: dt.datetime) -> DisputeFacts:
    """Let the pretended bank decide about an answered dispute, and return it.

    :raises Denied: the actor may not answer disputes
    :raises DisputeNotFound: there is no such dispute
    :raises GatewayNotAvailable: it is not one of the simulator
    :raises DisputeNotOpen: it was decided before
    """
    actor.require("payments.dispute")
    found = queries.dispute(dispute_id)
    if found.gateway != "simulator":
        raise GatewayNotAvailable(gateway=found.gateway)
    if not found.is_open:
        raise DisputeNotOpen()
    news = DisputeState(
        reference=found.reference,
        reason=found.reason,
        amount=found.amount.amount,
        currency=found.amount.currency,
        state="won" if won else "lost",
        at=at,
        opened_at=found.opened_at,
        due_at=found.due_at,
        withdrawn=True,
        returned=won,
        fee=disputes.FEE,
        fee_returned=disputes.FEE if won else 0,
        fee_currency=found.amount.currency,
    )
    _tell(queries.payment(found.payment_id).key, news, at)
    return queries.dispute(dispute_id)


def _tell(payment_key: str, news: DisputeState, at: dt.datetime) -> None:
    body = disputes.message(payment_key, f"{news.reference}:{news.state}", news)
    headers = {"Simulator-Signature": sign(body, secret=webhook_secret(), at=at)}
    handle_webhook("simulator", headers=headers, body=body, at=at)
