"""Ask for money: ``begin`` writes down that we will, ``authorize`` asks."""

from __future__ import annotations

import datetime as dt
import logging

from django.conf import settings

from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import queries, rules
from storecrew.contexts.payments.errors import (
    GatewayNotAvailable,
    InvalidPaymentAmount,
    OperationKeyReused,
)
from storecrew.contexts.payments.facts import PaymentFacts, PaymentOutcome
from storecrew.contexts.payments.models import Payment
from storecrew.contexts.payments.operations import _ledger
from storecrew.contexts.payments.providers import enabled, gateway
from storecrew.contexts.payments.providers.protocol import AuthorizeCall, Gateway, GatewayAnswer
from storecrew.contexts.payments.providers.registry import test_only_codes
from storecrew.kernel import rows
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money

log = logging.getLogger(__name__)


def begin(
    *,
    order_id: int,
    gateway: str,
    amount: Money,
    key: str,
    actor: Actor,
    at: dt.datetime,
    channel_code: str = "",
    check: bool = False,
) -> PaymentFacts:
    """Write down that money will be asked for, in the transaction that places the order.

    This function will insert the payment under ``key`` (our idempotency key at the gateway), so that
    a crash at any later point leaves a row that timed work can ask the gateway about. With the key of
    an earlier call it returns that payment. A ``check`` needs a gateway that moves no real money, and
    takes it whether or not it is switched on.

    :raises GatewayNotAvailable: the gateway is not switched on for the channel
    :raises InvalidPaymentAmount: the amount is not more than zero
    :raises OperationKeyReused: the key belongs to another order or amount
    """
    offered = test_only_codes() if check else {provider.code for provider in enabled(channel_code)}
    if gateway not in offered:
        raise GatewayNotAvailable(gateway=gateway)
    if amount.amount <= 0:
        raise InvalidPaymentAmount(amount=amount.amount)
    payment = Payment(
        order_id=order_id,
        gateway=gateway,
        key=key,
        currency=amount.currency,
        amount=amount.amount,
        created_at=at,
        updated_at=at,
        check_at=at + rules.NEVER_ARRIVED,
    )
    if not rows.insert([payment], once_per="key"):
        payment = Payment.objects.get(key=key)
        if (payment.order_id, payment.amount, payment.currency) != (
            order_id,
            amount.amount,
            amount.currency,
        ):
            raise OperationKeyReused(key=key)
    return queries.facts_of(payment)


def authorize(payment_id: int, *, token: str = "", return_url: str = "") -> PaymentOutcome:
    """Ask the gateway for the money and return what it said; ``settle`` writes that down.

    This function will call the gateway with our key, outside any transaction. A payment that was
    settled already is not asked for again: its known outcome is returned. Nothing is raised for
    what a gateway may do; no answer is the outcome ``unknown``.

    :raises PaymentNotFound: there is no such payment
    :raises RuntimeError: called inside a transaction
    """
    _ledger.outside_transaction()
    payment = _ledger.load(payment_id)
    if payment.status != "requested":
        return queries.outcome_of(payment)
    provider = gateway(payment.gateway)
    answer = _ask(provider, payment, token, return_url)
    return outcome_from(payment, provider, answer)


def outcome_from(payment: Payment, provider: Gateway, answer: GatewayAnswer) -> PaymentOutcome:
    """Translate a gateway's answer to an authorization."""
    words = {"success": "authorized", "failure": "declined"}
    return PaymentOutcome(
        payment_id=payment.pk,
        status=words.get(answer.result, answer.result),  # type: ignore[arg-type]
        confirms_order=answer.result == "success"
        or (answer.result == "pending" and provider.confirms_at_placing),
        redirect_url=answer.redirect_url,
        code=answer.code,
        message=answer.message,
        card=answer.card,
        reference=answer.reference,
        authorized_amount=answer.authorized_amount,
        captured_amount=answer.captured_amount,
    )


def _ask(provider: Gateway, payment: Payment, token: str, return_url: str) -> GatewayAnswer:
    def remember(reference: str) -> None:
        Payment.objects.filter(pk=payment.pk, gateway_reference="").update(gateway_reference=reference)

    def describe() -> str:
        return orders.order(payment.order_id).number

    def contact() -> tuple[str, str]:
        order = orders.order(payment.order_id)
        return order.email, order.locale

    call = AuthorizeCall(
        key=payment.key,
        amount=Money(payment.amount, payment.currency),
        token=token,
        return_url=return_url,
        capture_now=getattr(settings, "STORECREW_CAPTURE", "shipping") == "placing",
        remember=remember,
        describe=describe,
        contact=contact,
    )
    try:
        return provider.authorize(call)
    except Exception:
        # A fault of ours or of the gateway's library after the request left: the money may be held.
        log.exception("gateway %s broke while authorizing payment %s", payment.gateway, payment.pk)
        return GatewayAnswer("unknown", code="gateway_error")
