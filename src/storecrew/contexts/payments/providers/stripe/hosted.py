"""Paying on Stripe's own page: a Checkout Session that the shopper is sent to (PCI DSS, SAQ A).

The session names the order and carries our key, on itself and on the Payment Intent that it makes once the
shopper pays. Until then the session is the charge's reference, afterwards the intent is. A card that is
refused there is not the end: the shopper may try another one, so only the page's end counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from storecrew.contexts.payments.providers.protocol import AuthorizeCall, ChargeState
from storecrew.contexts.payments.providers.stripe.amounts import from_stripe, to_stripe
from storecrew.contexts.payments.providers.stripe.reading import KEY, PAGE, charge_state

HOSTED = "hosted"
CAPTURE = "storecrew_capture"
PREFIX = "cs_"
MOVED = ("requires_capture", "succeeded", "processing")
"""An intent that has gone further than its page, as we see it, says."""
LOCALES = frozenset({"en", "ko"})


def is_session(reference: str) -> bool:
    """Tell a session's id from an intent's."""
    return reference.startswith(PREFIX)


def session_of(call: AuthorizeCall) -> Any:
    """Return what Stripe is asked for: one page for one order. Raises NotExpressible."""
    number, (email, locale) = call.describe(), call.contact()
    capture = "automatic" if call.capture_now else "manual"
    ours = {KEY: call.key, PAGE: HOSTED, CAPTURE: capture}
    asked: dict[str, Any] = {
        "mode": "payment",
        "ui_mode": "hosted_page",
        "allowed_payment_method_types": ["card"],
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": call.amount.currency.lower(),
                    "unit_amount": to_stripe(call.amount),
                    "product_data": {"name": number},
                },
            }
        ],
        "payment_intent_data": {"capture_method": capture, "description": number, "metadata": ours},
        "client_reference_id": call.key,
        "metadata": ours,
        "success_url": call.return_url,
        "cancel_url": call.return_url,
        "locale": locale if locale in LOCALES else "auto",
    }
    if email:
        asked["customer_email"] = email
    return asked


def state_of(session: Mapping[str, Any], refunds: Any = ()) -> ChargeState:
    """Read a session that was asked for together with its intent."""
    intent = session.get("payment_intent")
    if isinstance(intent, Mapping) and (session["status"] == "complete" or intent["status"] in MOVED):
        return charge_state(intent, refunds)
    if session["status"] == "open":
        return ChargeState(
            "action_required", reference=str(session["id"]), redirect_url=str(session.get("url") or "")
        )
    return event_state(session)


def event_state(session: Mapping[str, Any]) -> ChargeState:
    """Read a session alone, as messages carry it."""
    currency = str(session["currency"]).upper()
    if session["status"] == "expired":
        return ChargeState("declined", currency=currency, reference=str(session["id"]), code="expired")
    held = from_stripe(int(session["amount_total"]), currency).amount
    reference = str(session.get("payment_intent") or session["id"])
    paid = session["payment_status"] == "paid"
    manual = (session.get("metadata") or {}).get(CAPTURE) == "manual"
    if session["status"] != "complete" or not (paid or manual):
        # Complete and not paid: a way to pay that takes days; the intent's own messages tell the end.
        return ChargeState("pending", currency=currency, reference=reference)
    return ChargeState(
        "captured" if paid else "authorized",
        currency=currency,
        reference=reference,
        authorized_amount=held,
        captured_amount=held if paid else 0,
        raw={"id": session["id"], "status": session["status"]},
    )
