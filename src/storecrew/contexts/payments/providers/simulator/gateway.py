"""The simulator gateway.

Tokens: ``tok_ok`` is held at once; ``tok_declined`` is refused; ``tok_3ds`` sends the shopper to a
page of ours; ``tok_timeout`` never reaches the bank; ``tok_timeout_charged`` is held but the answer is
lost. Four more are for trying failures later in an order's life: ``tok_capture_declined``,
``tok_capture_timeout``, ``tok_refund_declined`` and ``tok_refund_timeout``.

``tok_ok`` leaves no row: all of it follows from the key, so that the simulator costs the shop nothing
when its speed is measured. The other tokens have a row that stands for the bank's own memory.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.payments.errors import BadWebhook, PaymentNotFound
from storecrew.contexts.payments.models import SimulatorCharge
from storecrew.contexts.payments.providers import signatures
from storecrew.contexts.payments.providers.disputing import DisputeAnswer, DisputeState
from storecrew.contexts.payments.providers.protocol import (
    AuthorizeCall,
    ChargeState,
    FollowUpCall,
    GatewayAnswer,
    RefundState,
    WebhookNotice,
)
from storecrew.contexts.payments.providers.simulator import disputes
from storecrew.kernel.money import Money

# These are names of pretended cards, not secrets.
OK = "tok_ok"
DECLINED = "tok_declined"
CONFIRM = "tok_3ds"
TIMEOUT = "tok_timeout"
TIMEOUT_CHARGED = "tok_timeout_charged"
CAPTURE_DECLINED = "tok_capture_declined"
CAPTURE_TIMEOUT = "tok_capture_timeout"
REFUND_DECLINED = "tok_refund_declined"
REFUND_TIMEOUT = "tok_refund_timeout"
REMEMBERED = (
    CONFIRM,
    TIMEOUT_CHARGED,
    CAPTURE_DECLINED,
    CAPTURE_TIMEOUT,
    REFUND_DECLINED,
    REFUND_TIMEOUT,
)


def _derived(purpose: str, text: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"{purpose}:{text}".encode(), hashlib.sha256).hexdigest()


class Simulator:
    """See the module."""

    code = "simulator"
    name = _("Test payment")
    description = _("No money moves. Choose how the test bank answers.")
    needs_token = True
    confirms_at_placing = False
    by_hand = False
    test_only = True
    configured = True
    origins: tuple[str, ...] = ()
    patience = dt.timedelta(minutes=30)

    def authorize(self, call: AuthorizeCall) -> GatewayAnswer:
        """Hold the amount as the token says."""
        reference = "sim_" + _derived("charge", call.key)[:32]
        if call.token == OK:
            taken = call.amount.amount if call.capture_now else 0
            return GatewayAnswer("success", reference, call.amount.amount, taken)
        if call.token == DECLINED:
            return GatewayAnswer("failure", reference, code="card_declined", message="The card was declined.")
        if call.token == TIMEOUT:
            return GatewayAnswer("unknown", code="timeout")
        if call.token not in REMEMBERED:
            return GatewayAnswer("failure", reference, code="invalid_token", message="Unknown test token.")
        charge, _created = SimulatorCharge.objects.get_or_create(
            key=call.key,
            defaults={
                "reference": reference,
                "token": call.token,
                "currency": call.amount.currency,
                "amount": call.amount.amount,
                "state": "action_required" if call.token == CONFIRM else "authorized",
                "return_url": call.return_url,
                "captured_amount": call.amount.amount if call.capture_now else 0,
            },
        )
        if call.token == TIMEOUT_CHARGED:
            return GatewayAnswer("unknown", code="timeout")
        return _answer(charge)

    def capture(self, call: FollowUpCall) -> GatewayAnswer:
        """Take a part of what is held."""
        with transaction.atomic():
            charge = _find(call.reference)
            if charge is None:
                return GatewayAnswer("success", call.reference)
            if charge.token == CAPTURE_DECLINED:
                return GatewayAnswer("failure", code="capture_declined", message="The bank refused.")
            if call.key not in charge.capture_keys:
                if call.amount.amount > charge.amount - charge.captured_amount - charge.voided_amount:
                    return GatewayAnswer("failure", code="amount_too_large", message="More than is held.")
                charge.capture_keys[call.key] = call.amount.amount
                charge.captured_amount += call.amount.amount
                charge.save()
        lost = charge.token == CAPTURE_TIMEOUT
        return GatewayAnswer("unknown" if lost else "success", call.reference)

    def void(self, call: FollowUpCall) -> GatewayAnswer:
        """Release what is held."""
        with transaction.atomic():
            charge = _find(call.reference)
            if charge is None:
                return GatewayAnswer("success", call.reference)
            if charge.state == "action_required":
                charge.state = "declined"
            elif charge.captured_amount < charge.amount:
                charge.voided_amount = charge.amount - charge.captured_amount
            charge.save()
        return GatewayAnswer("success", call.reference)

    def refund(self, call: FollowUpCall) -> GatewayAnswer:
        """Return a part of what was taken."""
        with transaction.atomic():
            charge = _find(call.reference)
            if charge is None:
                return GatewayAnswer("success", call.reference)
            if charge.token == REFUND_DECLINED:
                return GatewayAnswer("failure", code="refund_declined", message="The bank refused.")
            if call.key not in charge.refunds:
                if call.amount.amount > charge.captured_amount - sum(charge.refunds.values()):
                    return GatewayAnswer("failure", code="amount_too_large", message="More than was taken.")
                charge.refunds[call.key] = call.amount.amount
                charge.save()
        return GatewayAnswer("unknown" if charge.token == REFUND_TIMEOUT else "success", call.reference)

    def query(self, *, reference: str, key: str, amount: Money) -> ChargeState | None:
        """Say how a charge stands."""
        charge = SimulatorCharge.objects.filter(key=key).first()
        return ChargeState("not_found") if charge is None else _state(charge)

    def parse_webhook(self, *, headers: Mapping[str, str], body: bytes, at: dt.datetime) -> WebhookNotice:
        """Read a message signed with the secret of this installation's simulator."""
        lower = {name.lower(): value for name, value in headers.items()}
        signatures.check(lower.get("simulator-signature", ""), body, secret=webhook_secret(), at=at)
        try:
            payload = json.loads(body)
            event_id, key = str(payload["id"]), str(payload["key"])
            state = self.read_state(payload)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise BadWebhook() from error
        return WebhookNotice(event_id, "charge", key, "", state, payload)

    def read_state(self, payload: Mapping[str, Any]) -> ChargeState | None:
        """Read the state that a message carries."""
        if "dispute" in payload:
            return ChargeState("unchanged", disputes=(disputes.read(payload["dispute"]),))
        given = dict(payload["charge"])
        refunds = tuple(
            RefundState(str(name), int(amount), "success", str(name))
            for name, amount in dict(given.pop("refunds", {})).items()
        )
        return ChargeState(**given, refunds=refunds)

    def answer_dispute(self, call: DisputeAnswer) -> GatewayAnswer:
        """Take the evidence; the pretended bank decides when somebody lets it."""
        return GatewayAnswer("success", call.reference)

    def accept_dispute(self, *, reference: str, key: str) -> GatewayAnswer:
        """Take the yes."""
        return GatewayAnswer("success", reference)

    def read_dispute(self, *, reference: str, at: dt.datetime) -> DisputeState | None:
        """Return None: the pretended bank tells by messages only."""
        return None

    def answer(self, reference: str, *, approve: bool) -> SimulatorCharge:
        """Take the shopper's answer on the bank's page; return the charge as it is then."""
        SimulatorCharge.objects.filter(reference=reference, state="action_required").update(
            state="authorized" if approve else "declined"
        )
        charge = SimulatorCharge.objects.filter(reference=reference).first()
        if charge is None:
            raise PaymentNotFound()
        return charge


def webhook_secret() -> str:
    """Return the secret that signs the simulator's messages here."""
    return _derived("webhook", "simulator")


def message_for(key: str, event_id: str) -> bytes:
    """Return the message that the pretended bank would send about a charge now."""
    state = _state(SimulatorCharge.objects.get(key=key))
    charge = {
        "status": state.status,
        "currency": state.currency,
        "reference": state.reference,
        "code": state.code,
        "authorized_amount": state.authorized_amount,
        "captured_amount": state.captured_amount,
        "voided_amount": state.voided_amount,
        "refunds": {refund.key: refund.amount for refund in state.refunds},
    }
    return json.dumps({"id": event_id, "key": key, "charge": charge}).encode()


def _find(reference: str) -> SimulatorCharge | None:
    return SimulatorCharge.objects.select_for_update().filter(reference=reference).first()


def _answer(charge: SimulatorCharge) -> GatewayAnswer:
    if charge.state == "action_required":
        url = f"/payments/simulator/{charge.reference}/"
        return GatewayAnswer("action_required", charge.reference, redirect_url=url)
    if charge.state == "declined":
        return GatewayAnswer("failure", charge.reference, code="authentication_failed")
    return GatewayAnswer("success", charge.reference, charge.amount, charge.captured_amount)


def _state(charge: SimulatorCharge) -> ChargeState:
    if charge.state == "action_required":
        url = f"/payments/simulator/{charge.reference}/"
        return ChargeState("action_required", charge.currency, charge.reference, redirect_url=url)
    if charge.state == "declined":
        return ChargeState("declined", charge.currency, charge.reference, code="authentication_failed")
    voided = charge.voided_amount
    status = "voided" if voided and not charge.captured_amount else "authorized"
    return ChargeState(
        status="captured" if charge.captured_amount else status,  # type: ignore[arg-type]
        currency=charge.currency,
        reference=charge.reference,
        authorized_amount=charge.amount,
        captured_amount=charge.captured_amount,
        voided_amount=voided,
        refunds=tuple(RefundState(key, amount, "success", key) for key, amount in charge.refunds.items()),
    )
