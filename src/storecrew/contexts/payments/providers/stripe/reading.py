"""Reading Stripe's objects into our own values. Takes plain mappings, so it also reads kept messages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from storecrew.contexts.payments.providers.protocol import ChargeState, ChargeStatus, RefundState
from storecrew.contexts.payments.providers.stripe import disputes
from storecrew.contexts.payments.providers.stripe.amounts import from_stripe

KEY = "storecrew_key"
PAGE = "storecrew_page"
"""On an intent that the shopper pays on Stripe's own page, where a refused card is not the end."""
_ENDS_A_PAGE = frozenset({"requires_capture", "succeeded", "canceled"})

STATUS: dict[str, ChargeStatus] = {
    "requires_payment_method": "declined",
    # Made but never confirmed: no money can move.
    "requires_confirmation": "not_found",
    "requires_action": "action_required",
    "processing": "pending",
    "requires_capture": "authorized",
    "succeeded": "captured",
    "canceled": "voided",
}


def charge_state(intent: Mapping[str, Any], refunds: Sequence[Mapping[str, Any]] = ()) -> ChargeState:
    """Read a Payment Intent with its refunds."""
    status = STATUS.get(str(intent["status"]), "pending")
    currency = str(intent["currency"]).upper()

    def ours(name: str) -> int:
        return from_stripe(int(intent.get(name) or 0), currency).amount

    whole, taken = ours("amount"), ours("amount_received")
    error = intent.get("last_payment_error") or {}
    if status == "declined" and not error:
        status = "not_found"
    held = {"authorized": ours("amount_capturable") + taken, "captured": whole}.get(status, 0)
    voided = whole - taken if status in ("captured", "voided") else 0
    return ChargeState(
        status=status,
        currency=currency,
        reference=str(intent["id"]),
        authorized_amount=held,
        captured_amount=taken,
        voided_amount=voided,
        refunds=tuple(refund_state(refund) for refund in refunds),
        redirect_url=redirect_url(intent),
        code=str(error.get("decline_code") or error.get("code") or intent.get("cancellation_reason") or ""),
        message=str(error.get("message") or ""),
        card=card_of(intent),
        raw={"id": intent["id"], "status": intent["status"]},
    )


def card_of(intent: Mapping[str, Any]) -> str:
    """Return Stripe's fingerprint of the card, of an intent that was asked for with its charge; or ""."""
    charge = intent.get("latest_charge")
    details = charge.get("payment_method_details") if isinstance(charge, Mapping) else None
    return str(((details or {}).get("card") or {}).get("fingerprint") or "")


def redirect_url(intent: Mapping[str, Any]) -> str:
    """Return where the shopper confirms the payment, or ""."""
    action = intent.get("next_action") or {}
    return str((action.get("redirect_to_url") or {}).get("url") or "")


def refund_state(refund: Mapping[str, Any]) -> RefundState:
    """Read a Refund."""
    words = {"succeeded": "success", "failed": "failure", "canceled": "failure"}
    return RefundState(
        gateway_id=str(refund["id"]),
        amount=from_stripe(int(refund["amount"]), str(refund["currency"])).amount,
        result=words.get(str(refund.get("status")), "pending"),  # type: ignore[arg-type]
        key=str((refund.get("metadata") or {}).get(KEY, "")),
        code=str(refund.get("failure_reason") or ""),
    )


def event_state(event: Mapping[str, Any]) -> ChargeState | None:
    """Read what an event tells of a charge, or None for kinds that we do not use."""
    kind, thing = str(event["type"]), event["data"]["object"]
    if kind.startswith("payment_intent."):
        on_a_page = (thing.get("metadata") or {}).get(PAGE)
        return None if on_a_page and thing["status"] not in _ENDS_A_PAGE else charge_state(thing)
    if kind.startswith("refund.") or kind == "charge.refund.updated":
        return ChargeState("unchanged", refunds=(refund_state(thing),))
    if kind.startswith("charge.dispute."):
        at = dt.datetime.fromtimestamp(int(event["created"]), tz=dt.UTC)
        return ChargeState("unchanged", disputes=(disputes.state_of(thing, at=at, kind=kind),))
    return None


def names_of(event: Mapping[str, Any]) -> tuple[str, str]:
    """Return our payment key and the intent's id that an event speaks of, each or both maybe ""."""
    thing = event["data"]["object"]
    kind = str(event["type"])
    if kind.startswith(("payment_intent.", "checkout.session.")):
        key = str((thing.get("metadata") or {}).get(KEY, ""))
        return key, str(thing["id"])
    return "", str(thing.get("payment_intent") or "")
