"""Stripe's own payment page, pretended: Checkout Sessions, and the page on which the shopper pays."""

from __future__ import annotations

import html
import json
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from storecrew.contexts.payments.providers.signatures import sign
from storecrew.kernel import clock


class Pages:
    """The sessions of a pretended Stripe; `books` are its intents."""

    def __init__(self, books: Any) -> None:
        self.books = books
        self.sessions: dict[str, dict[str, Any]] = {}
        # Where and with which secret Stripe tells the shop; unset is a shop that is never told.
        self.webhook: tuple[str, str] | None = None
        self.sent: list[tuple[str, int]] = []

    def create(self, form: dict[str, str]) -> dict[str, Any]:
        """Make a page for one order, as the documented parameters say; anything else is refused."""
        price = "line_items[0][price_data]"
        wanted = {"mode": "payment", "ui_mode": "hosted_page", "line_items[0][quantity]": "1"}
        if any(form.get(name) != value for name, value in wanted.items()):
            raise self.books.refusal(400, "parameter_invalid", "This page knows one way to be asked for.")
        for name in ("success_url", "cancel_url"):
            if urlsplit(form.get(name, "")).scheme not in ("http", "https"):
                raise self.books.refusal(400, "url_invalid", f"Not a valid URL: {name}.")
        number = self.books.next_number()
        session = {
            "id": f"cs_test_{number}", "object": "checkout.session", "status": "open",
            "payment_status": "unpaid", "url": f"{self.books.url}/pay/cs_test_{number}",
            "amount_total": int(form[f"{price}[unit_amount]"]), "currency": form[f"{price}[currency]"],
            "name": form[f"{price}[product_data][name]"], "payment_intent": None,
            "client_reference_id": form["client_reference_id"],
            "customer_email": form.get("customer_email"), "locale": form["locale"],
            "success_url": form["success_url"], "cancel_url": form["cancel_url"],
            "metadata": _map(form, "metadata"),
            "intent": {
                "capture_method": form["payment_intent_data[capture_method]"],
                "description": form["payment_intent_data[description]"],
                "metadata": _map(form, "payment_intent_data[metadata]"),
            },
        }  # fmt: skip
        self.sessions[session["id"]] = session
        return self.seen(session)

    def seen(self, session: dict[str, Any], *, whole: bool = False) -> dict[str, Any]:
        """A session as the interface shows it; ``whole`` with its intent."""
        shown = {name: value for name, value in session.items() if name not in ("intent", "name")}
        if whole and shown["payment_intent"]:
            shown["payment_intent"] = self.books.intents[shown["payment_intent"]]
        if session["status"] != "open":
            shown["url"] = None
        return shown

    def answer(self, method: str, words: list[str], form: dict[str, str]) -> Any:
        """Carry out a request below ``/v1/checkout/sessions``."""
        if not words and method == "POST":
            return self.create(form)
        if not words:
            found = [self.seen(one) for one in self.sessions.values()]
            found = [one for one in found if one["payment_intent"] == form["payment_intent"]]
            return {"object": "list", "data": found, "has_more": False, "url": "/v1/checkout/sessions"}
        session = self.sessions.get(words[0])
        if session is None:
            raise self.books.refusal(404, "resource_missing", "No such checkout.session.")
        if words[1:] == ["expire"]:
            if session["status"] != "open":
                raise self.books.refusal(400, "", "Only open sessions can be expired.")
            self.expire(session["id"])
        shown = self.seen(session, whole=form.get("expand[0]") == "payment_intent")
        if "payment_intent.latest_charge" in form.values() and isinstance(shown["payment_intent"], dict):
            shown["payment_intent"] = self.books.with_charge(shown["payment_intent"])
        return shown

    def expire(self, session_id: str) -> None:
        """Close a page: the shop asked for it, or its day is over."""
        session = self.sessions[session_id]
        session["status"] = "expired"
        if session["payment_intent"]:
            self.books.intents[session["payment_intent"]] |= {"status": "canceled"}
        self.tell("checkout.session.expired", self.seen(session))

    def pay(self, session_id: str, card: str) -> bool:
        """The shopper presses Pay; say whether the card was taken."""
        session = self.sessions[session_id]
        intent = self._intent(session)
        if card == "decline":
            intent["status"] = "requires_payment_method"
            intent["last_payment_error"] = {
                "code": "card_declined", "decline_code": "generic_decline", "message": "Declined.",
            }  # fmt: skip
            self.tell("payment_intent.payment_failed", intent)
            return False
        self.books.confirm_at_bank(intent["id"], approve=True)
        session["status"] = "complete"
        session["payment_status"] = "paid" if intent["status"] == "succeeded" else "unpaid"
        kind = "succeeded" if intent["status"] == "succeeded" else "amount_capturable_updated"
        self.tell(f"payment_intent.{kind}", intent)
        self.tell("checkout.session.completed", self.seen(session))
        return True

    def _intent(self, session: dict[str, Any]) -> dict[str, Any]:
        if session["payment_intent"] is None:
            intent = {
                "id": f"pi_{self.books.next_number()}", "object": "payment_intent",
                "amount": session["amount_total"], "amount_capturable": 0, "amount_received": 0,
                "currency": session["currency"], "status": "requires_payment_method",
                "payment_method": "pm_typed_in_there", "next_action": None, "last_payment_error": None,
                **session["intent"],
            }  # fmt: skip
            self.books.intents[intent["id"]] = intent
            session["payment_intent"] = intent["id"]
        return self.books.intents[session["payment_intent"]]

    def event(self, kind: str, thing: dict[str, Any]) -> bytes:
        """A message as Stripe writes it."""
        number = self.books.next_number()
        return json.dumps({"id": f"evt_{number}", "type": kind, "data": {"object": thing}}).encode()

    def tell(self, kind: str, thing: dict[str, Any]) -> None:
        """Send the shop a signed message, when it wants to be told."""
        if self.webhook is None:
            return
        address, secret = self.webhook
        body = self.event(kind, thing)
        headers = {
            "Content-Type": "application/json",
            "Stripe-Signature": sign(body, secret=secret, at=clock.now()),
        }
        with urlopen(Request(address, body, headers), timeout=30) as answer:
            self.sent.append((kind, answer.status))

    def page(self, session_id: str, said: str = "") -> bytes:
        """The page that the shopper sees."""
        session = self.sessions[session_id]
        amount = f"{session['amount_total']} {session['currency'].upper()}"
        buttons = "".join(
            f'<button name="card" value="{name}">{label}</button>'
            for name, label in (("pay", "Pay"), ("decline", "Pay with a refused card"))
        )
        lines = [
            "<!doctype html><html lang='en'><meta charset='utf-8'>",
            "<meta name='viewport' content='width=device-width'><title>Pretended Stripe</title>",
            f"<h1>{html.escape(session['name'])}</h1>",
            f"<p>{amount} · {html.escape(session['customer_email'] or '')}</p>",
            f"<p role='alert'>{said}</p><form method='post'>{buttons}</form>",
            f"<a href='{html.escape(session['cancel_url'])}'>Back to the shop</a>",
        ]
        return "".join(lines).encode()


def _map(form: dict[str, str], name: str) -> dict[str, str]:
    return {key[len(name) + 1 : -1]: value for key, value in form.items() if key.startswith(f"{name}[")}
