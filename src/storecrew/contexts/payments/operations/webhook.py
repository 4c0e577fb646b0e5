"""Messages of gateways: checked, kept once, applied or parked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from django.db import IntegrityError, transaction
from django.db.models import Q

from storecrew.contexts.payments import states
from storecrew.contexts.payments.facts import WebhookReceipt
from storecrew.contexts.payments.models import Payment, WebhookMessage
from storecrew.contexts.payments.operations._apply import apply_state
from storecrew.contexts.payments.providers import gateway
from storecrew.contexts.payments.providers.protocol import ChargeState, Gateway, KnowsCards, WebhookNotice

FORGOTTEN_AFTER = dt.timedelta(days=30)


def handle_webhook(
    gateway_code: str, *, headers: Mapping[str, str], body: bytes, at: dt.datetime
) -> WebhookReceipt:
    """Read a gateway's message and write what is new in it.

    This function will check the signature over the bytes as they came, keep the message under its id
    and bring the ledger forward, in one transaction: if anything fails the gateway gets an error and
    sends it again. A message for a payment we do not know is parked and matched again by timed work
    (F21, FLT-06); a repeated one changes nothing.

    :raises GatewayNotAvailable: there is no such gateway
    :raises BadSignature: unsigned, wrongly signed, too old, or no secret is configured
    :raises BadWebhook: signed, but not readable
    """
    provider = gateway(gateway_code)
    notice = provider.parse_webhook(headers=headers, body=body, at=at)
    told = _with_card(provider, notice.state, notice.payment_key, notice.reference)
    with transaction.atomic():
        payment = _find(gateway_code, notice.payment_key, notice.reference)
        state = "ignored"
        if notice.state is not None:
            state = "applied" if payment and _fits(payment, notice.state) else "parked"
        if not _keep(gateway_code, notice, state, at):
            return WebhookReceipt("repeated", payment.pk if payment else None)
        if payment is not None and notice.state is not None and state == "applied":
            apply_state(payment.pk, told or notice.state, source="webhook", at=at, event_id=notice.event_id)
    return WebhookReceipt(state, payment.pk if payment else None)


def match_parked(*, at: dt.datetime, limit: int = 100) -> int:
    """Apply parked messages whose payment is known by now; return how many."""
    matched = 0
    parked = WebhookMessage.objects.filter(state="parked", received_at__gte=at - FORGOTTEN_AFTER)
    for message in parked.order_by("received_at")[:limit]:
        provider = gateway(message.gateway)
        state = provider.read_state(message.payload)
        told = _with_card(provider, state, message.payment_key, message.reference)
        with transaction.atomic():
            payment = _find(message.gateway, message.payment_key, message.reference)
            if payment is None or state is None or not _fits(payment, state):
                continue
            mine = WebhookMessage.objects.filter(pk=message.pk, state="parked")
            if mine.update(state="applied", applied_at=at):
                apply_state(payment.pk, told or state, source="webhook", at=at, event_id=message.event_id)
                matched += 1
    return matched


def _with_card(provider: Gateway, state: ChargeState | None, key: str, reference: str) -> ChargeState | None:
    """Return the state with the card that paid, asked for outside the transaction; None without one."""
    if (
        state is None
        or state.status not in ("authorized", "captured")
        or not isinstance(provider, KnowsCards)
    ):
        return None
    payment = _find(provider.code, key, reference)
    if payment is None or payment.status not in states.OPEN or state.card:
        return None
    card = provider.card_of(state.reference)
    return replace(state, card=card) if card else None


def _fits(payment: Payment, state: ChargeState) -> bool:
    """A refund's message may overtake the authorization's; it waits until that is known."""
    return state.status != "unchanged" or payment.status not in states.OPEN


def _keep(gateway_code: str, notice: WebhookNotice, state: str, at: dt.datetime) -> bool:
    """Insert the message; False when it was kept before."""
    try:
        with transaction.atomic():
            WebhookMessage.objects.create(
                gateway=gateway_code,
                event_id=notice.event_id[:200],
                kind=notice.kind[:100],
                payment_key=notice.payment_key[:100],
                reference=notice.reference[:200],
                payload=dict(notice.payload),
                state=state,
                received_at=at,
                applied_at=at if state == "applied" else None,
            )
    except IntegrityError:
        return False
    return True


def _find(gateway_code: str, key: str, reference: str) -> Payment | None:
    wanted = Q()
    if key:
        wanted |= Q(key=key)
    if reference:
        wanted |= Q(gateway_reference=reference)
    if not wanted:
        return None
    return Payment.objects.filter(wanted, gateway=gateway_code).order_by("id").first()
