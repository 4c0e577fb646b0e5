"""The Stripe gateway, by Stripe's own library.

In the shop the shopper is sent to Stripe's own page (`hosted`), so that no script of a provider runs on a
page of ours and no card number comes near it.

Who brings a token, over REST, is charged in two steps: the intent is created without confirming it, its id
is stored, then it is confirmed. If the first answer is lost nothing can have been charged; if the second is,
the stored id finds the charge without waiting for Stripe's search to catch up.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from typing import Any

import stripe
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.payments.errors import BadWebhook
from storecrew.contexts.payments.facts import Statement
from storecrew.contexts.payments.providers import signatures
from storecrew.contexts.payments.providers.disputing import DisputeAnswer, DisputeState
from storecrew.contexts.payments.providers.protocol import (
    AuthorizeCall,
    ChargeState,
    FollowUpCall,
    GatewayAnswer,
    WebhookNotice,
)
from storecrew.contexts.payments.providers.stripe import disputes, hosted, payouts, reading
from storecrew.contexts.payments.providers.stripe.amounts import NotExpressible, to_stripe
from storecrew.kernel.money import Money

SECONDS = 20.0  # not money: seconds
KEY = reading.KEY


class StripeGateway:
    """See the module."""

    code = "stripe"
    name = _("Card")
    description = _("Pay by card. Your bank may ask you to confirm.")
    needs_token = False
    confirms_at_placing = False
    by_hand = False
    test_only = False
    patience = dt.timedelta(minutes=60)

    @property
    def configured(self) -> bool:
        """Whether both secrets are set."""
        return all(
            getattr(settings, f"STORECREW_STRIPE_{name}", "") for name in ("SECRET_KEY", "WEBHOOK_SECRET")
        )

    @property
    def origins(self) -> tuple[str, ...]:
        """Stripe's page, or the shop's own address for it, and the banks' step in between."""
        page = str(getattr(settings, "STORECREW_STRIPE_PAGE_ORIGIN", "")) or "https://checkout.stripe.com"
        return (page, "https://hooks.stripe.com")

    def authorize(self, call: AuthorizeCall) -> GatewayAnswer:
        """Charge a token, or send the shopper to Stripe's page."""
        return self._charge(call) if call.token else self._send_to_the_page(call)

    def _send_to_the_page(self, call: AuthorizeCall) -> GatewayAnswer:
        try:
            session = _client().v1.checkout.sessions.create(
                hosted.session_of(call), {"idempotency_key": f"{call.key}:page"}
            )
        except NotExpressible as error:
            return GatewayAnswer("failure", code="amount_not_supported", message=str(error))
        except stripe.StripeError as error:
            # Nobody has seen the page, so nobody pays there, whatever went wrong.
            return _nothing_happened(error)
        call.remember(session.id)
        return GatewayAnswer("action_required", session.id, redirect_url=str(session.url or ""))

    def _charge(self, call: AuthorizeCall) -> GatewayAnswer:
        client = _client()
        try:
            intent = client.v1.payment_intents.create(
                {
                    "amount": to_stripe(call.amount),
                    "currency": call.amount.currency.lower(),
                    "payment_method": call.token,
                    "allowed_payment_method_types": ["card"],
                    "capture_method": "automatic" if call.capture_now else "manual",
                    "description": call.describe(),
                    "metadata": {KEY: call.key},
                },
                {"idempotency_key": f"{call.key}:create"},
            )
        except NotExpressible as error:
            return GatewayAnswer("failure", code="amount_not_supported", message=str(error))
        except stripe.StripeError as error:
            # Nothing was confirmed, so nothing was charged, whatever went wrong.
            return _nothing_happened(error)
        call.remember(intent.id)
        return self._confirm(client, intent.id, call)

    def _confirm(self, client: stripe.StripeClient, reference: str, call: AuthorizeCall) -> GatewayAnswer:
        try:
            intent = client.v1.payment_intents.confirm(
                reference,
                {"return_url": call.return_url, "expand": ["latest_charge"]},
                {"idempotency_key": f"{call.key}:confirm"},
            )
        except stripe.StripeError as error:
            return _refusal(error, reference)
        state = reading.charge_state(intent.to_dict())
        results = {"authorized": "success", "captured": "success", "declined": "failure"}
        result = results.get(state.status, state.status)
        return GatewayAnswer(
            result=result if result in ("success", "failure", "action_required", "pending") else "unknown",  # type: ignore[arg-type]
            reference=reference,
            authorized_amount=state.authorized_amount,
            captured_amount=state.captured_amount,
            redirect_url=state.redirect_url,
            code=state.code,
            message=state.message,
            card=state.card,
            raw=state.raw,
        )

    def capture(self, call: FollowUpCall) -> GatewayAnswer:
        """Take a part; Stripe releases the rest by itself."""

        def run(client: stripe.StripeClient) -> GatewayAnswer:
            intent = client.v1.payment_intents.capture(
                call.reference,
                {"amount_to_capture": to_stripe(call.amount)},
                {"idempotency_key": call.key},
            )
            state = reading.charge_state(intent.to_dict())
            return GatewayAnswer("success", call.reference, voided_amount=state.voided_amount, raw=state.raw)

        return _carry_out(run)

    def void(self, call: FollowUpCall) -> GatewayAnswer:
        """Cancel the intent, or close the page on which nobody has paid."""

        def run(client: stripe.StripeClient) -> GatewayAnswer:
            if hosted.is_session(call.reference):
                session = client.v1.checkout.sessions.retrieve(call.reference)
                if session.status == "open":
                    client.v1.checkout.sessions.expire(call.reference)
                paid = session.status == "complete"
                return GatewayAnswer("failure" if paid else "success", call.reference, code="paid" * paid)
            client.v1.payment_intents.cancel(call.reference, {}, {"idempotency_key": call.key})
            return GatewayAnswer("success", call.reference)

        return _carry_out(run)

    def refund(self, call: FollowUpCall) -> GatewayAnswer:
        """Refund a part of the intent."""

        def run(client: stripe.StripeClient) -> GatewayAnswer:
            refund = client.v1.refunds.create(
                {
                    "payment_intent": call.reference,
                    "amount": to_stripe(call.amount),
                    "metadata": {KEY: call.key},
                },
                {"idempotency_key": call.key},
            )
            state = reading.refund_state(refund.to_dict())
            return GatewayAnswer(state.result, state.gateway_id, code=state.code)

        return _carry_out(run)

    def query(self, *, reference: str, key: str, amount: Money) -> ChargeState | None:
        """Read the page or the intent by its id, or look for our key when the id was never stored."""
        client = _client()
        try:
            if not reference:
                reference = _find(client, key)
            if not reference:
                return ChargeState("not_found")
            if hosted.is_session(reference):
                session = client.v1.checkout.sessions.retrieve(
                    reference, {"expand": ["payment_intent", "payment_intent.latest_charge"]}
                )
                thing = session.to_dict()
                return hosted.state_of(thing, _refunds(client, thing.get("payment_intent")))
            intent = client.v1.payment_intents.retrieve(reference, {"expand": ["latest_charge"]}).to_dict()
            return reading.charge_state(intent, _refunds(client, intent))
        except stripe.StripeError:
            return None

    def card_of(self, reference: str) -> str:
        """Read the charge of an intent or of a page for its card."""
        state = self.query(reference=reference, key="", amount=Money(0, ""))
        return state.card if state else ""

    def answer_dispute(self, call: DisputeAnswer) -> GatewayAnswer:
        """Submit evidence, once."""

        def run(client: stripe.StripeClient) -> GatewayAnswer:
            disputes.answer(client, call.reference, call.key, call.evidence, call.files)
            return GatewayAnswer("success", call.reference)

        return _carry_out(run)

    def accept_dispute(self, *, reference: str, key: str) -> GatewayAnswer:
        """Close a dispute as lost."""

        def run(client: stripe.StripeClient) -> GatewayAnswer:
            disputes.accept(client, reference, key)
            return GatewayAnswer("success", reference)

        return _carry_out(run)

    def read_dispute(self, *, reference: str, at: dt.datetime) -> DisputeState | None:
        """Read a dispute as it is now."""
        try:
            return disputes.state_of(_client().v1.disputes.retrieve(reference).to_dict(), at=at)
        except stripe.StripeError:
            return None

    def payouts(self, *, since: dt.date) -> list[Statement] | None:
        """Return Stripe's payouts with their balance transactions."""
        try:
            return payouts.read(_client(), since)
        except (stripe.StripeError, NotExpressible):
            return None

    def parse_webhook(self, *, headers: Mapping[str, str], body: bytes, at: dt.datetime) -> WebhookNotice:
        """Check Stripe's signature over the bytes and read the event."""
        lower = {name.lower(): value for name, value in headers.items()}
        secret = str(getattr(settings, "STORECREW_STRIPE_WEBHOOK_SECRET", ""))
        signatures.check(lower.get("stripe-signature", ""), body, secret=secret, at=at)
        try:
            event = json.loads(body)
            key, reference = reading.names_of(event)
            state = self.read_state(event)
            return WebhookNotice(str(event["id"]), str(event["type"]), key, reference, state, event)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise BadWebhook() from error

    def read_state(self, payload: Mapping[str, Any]) -> ChargeState | None:
        """Read the state from a kept event."""
        if str(payload["type"]) in ("checkout.session.completed", "checkout.session.expired"):
            return hosted.event_state(payload["data"]["object"])
        return reading.event_state(payload)


def _client() -> stripe.StripeClient:
    base = str(getattr(settings, "STORECREW_STRIPE_API_BASE", ""))
    seconds = float(getattr(settings, "STORECREW_STRIPE_TIMEOUT", SECONDS))  # not money: seconds
    return stripe.StripeClient(
        str(getattr(settings, "STORECREW_STRIPE_SECRET_KEY", "")) or "unset",
        base_addresses={"api": base, "files": base} if base else {},
        http_client=stripe.HTTPXClient(timeout=seconds, allow_sync_methods=True),
        # The library repeats a lost request with the same idempotency key.
        max_network_retries=1,
    )


def _find(client: stripe.StripeClient, key: str) -> str:
    """Return the page or the intent that carries our key, or "" when Stripe knows neither."""
    found = client.v1.payment_intents.search({"query": f"metadata['{KEY}']:'{key}'"})
    if not found.data:
        return ""
    intent = found.data[0]
    if (intent.to_dict().get("metadata") or {}).get(reading.PAGE):
        pages = client.v1.checkout.sessions.list({"payment_intent": intent.id, "limit": 1})
        if pages.data:
            return pages.data[0].id
    return intent.id


def _refunds(client: stripe.StripeClient, intent: Any) -> list[Mapping[str, Any]]:
    if not isinstance(intent, Mapping) or not intent.get("amount_received"):
        return []
    listed = client.v1.refunds.list({"payment_intent": intent["id"], "limit": 100})
    return [refund.to_dict() for refund in listed.auto_paging_iter()]


def _nothing_happened(error: stripe.StripeError) -> GatewayAnswer:
    """Answer a fault before the step that could have moved money: a no, also where no answer came."""
    answer = _refusal(error)
    code = "gateway_unreachable" if answer.result == "unknown" else answer.code
    return GatewayAnswer("failure", code=code, message=answer.message)


def _carry_out(run: Callable[[stripe.StripeClient], GatewayAnswer]) -> GatewayAnswer:
    try:
        return run(_client())
    except NotExpressible as error:
        return GatewayAnswer("failure", code="amount_not_supported", message=str(error))
    except stripe.StripeError as error:
        return _refusal(error)


def _refusal(error: stripe.StripeError, reference: str = "") -> GatewayAnswer:
    """Tell a no from no answer: only an answer that Stripe gave on purpose is a no."""
    if isinstance(error, stripe.CardError):
        decline = getattr(error.error, "decline_code", None) if error.error else None
        return GatewayAnswer(
            "failure",
            reference,
            code=str(decline or error.code or "card_declined"),
            message=str(error.user_message or ""),
        )
    refused = (
        stripe.AuthenticationError,
        stripe.PermissionError,
        stripe.InvalidRequestError,
        stripe.RateLimitError,
    )
    if isinstance(error, refused):
        busy = isinstance(error, stripe.RateLimitError)
        code = "gateway_busy" if busy else str(error.code or "gateway_misconfigured")
        return GatewayAnswer("failure", reference, code=code, message=str(error.user_message or ""))
    return GatewayAnswer("unknown", reference, code="timeout")
