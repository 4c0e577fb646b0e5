"""A small server that speaks Stripe's protocol over HTTP: intents, sessions with their page, refunds, keys.

It keeps charges in memory and misbehaves on demand: ``troubles`` maps a path's ending to what happens at
the next such request: ``timeout`` (acts, then sends nothing), ``lost`` (does not act and sends nothing),
``reset`` (acts, then cuts the line), ``500`` (acts, then fails), ``429``, ``slow`` (acts, then stops in the
middle of the body).
"""

from __future__ import annotations

import contextlib
import itertools
import json
import re
import socket
import struct
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from storecrew.contexts.payments.providers.stripe.tests.fake_aftermath import Aftermath
from storecrew.contexts.payments.providers.stripe.tests.fake_pages import Pages

DECLINES = {
    "pm_card_declined": ("card_declined", "generic_decline", "Your card was declined."),
    "pm_card_no_money": ("card_declined", "insufficient_funds", "Your card has insufficient funds."),
}


class Refusal(Exception):
    """An error answer of the API."""

    def __init__(self, status: int, kind: str, code: str, message: str, decline: str = "") -> None:
        self.status = status
        self.body = {"error": {"type": kind, "code": code, "message": message}}
        if decline:
            self.body["error"]["decline_code"] = decline


class FakeStripe:
    """The books of the pretended Stripe, and its server."""

    def __init__(self) -> None:
        self.intents: dict[str, dict[str, Any]] = {}
        self.refunds: dict[str, dict[str, Any]] = {}
        self.answers: dict[str, tuple[str, int, Any]] = {}
        self.requests: list[tuple[str, str, str]] = []
        self.files: list[dict[str, Any]] = []
        self.troubles: dict[str, list[str]] = {}
        self.ids = itertools.count(1)
        self.pages = Pages(self)
        self.aftermath = Aftermath(self)
        self.lock = threading.RLock()
        self.stop = threading.Event()
        handler = type("Handler", (_Handler,), {"books": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def next_number(self) -> int:
        """Return a number that was not given before."""
        return next(self.ids)

    @staticmethod
    def refusal(status: int, code: str, message: str) -> Refusal:
        """Return the error of a request that cannot be carried out."""
        return Refusal(status, "invalid_request_error", code, message)

    def close(self) -> None:
        """Stop serving."""
        self.stop.set()
        self.server.shutdown()
        self.server.server_close()

    def misbehave(self, ending: str, *how: str) -> None:
        """Do this at the next requests to paths that end so."""
        self.troubles[ending] = list(how)

    def calls(self, ending: str) -> int:
        """Count requests that were carried out, replays left out."""
        return sum(path.endswith(ending) for _method, path, note in self.requests if note == "done")

    def confirm_at_bank(self, intent_id: str, *, approve: bool) -> None:
        """The shopper answers on the bank's page."""
        intent = self.intents[intent_id]
        intent["next_action"] = None
        if approve:
            self._hold(intent)
        else:
            intent["status"] = "requires_payment_method"
            intent["last_payment_error"] = {
                "code": "payment_intent_authentication_failure",
                "message": "Refused.",
            }

    def answer(self, method: str, path: str, form: dict[str, str], key: str) -> tuple[int, Any]:
        """Carry out a request, or replay its answer when the key was used."""
        with self.lock:
            fingerprint = json.dumps([path, sorted(form.items())])
            if key and key in self.answers:
                known, status, body = self.answers[key]
                if known != fingerprint:
                    return 400, {
                        "error": {"type": "idempotency_error", "message": "Key used for another request."}
                    }
                self.requests.append((method, path, "replayed"))
                return status, body
            try:
                status, body = 200, json.loads(json.dumps(self._carry_out(method, path, form)))
            except Refusal as refusal:
                status, body = refusal.status, refusal.body
            self.requests.append((method, path, "done"))
            if key:
                self.answers[key] = (fingerprint, status, body)
            return status, body

    def _carry_out(self, method: str, path: str, form: dict[str, str]) -> Any:
        if path == "/v1/payment_intents" and method == "POST":
            return self._create(form)
        if path.startswith("/v1/checkout/sessions"):
            return self.pages.answer(method, path.split("/")[4:], form)
        if path.startswith(("/v1/disputes/", "/v1/payouts", "/v1/balance_transactions")):
            return self.aftermath.answer(method, path, form)
        if path == "/v1/files":
            made = {"id": f"file_{self.next_number()}", "object": "file", "size": int(form["size"])}
            self.files.append(made)
            return made
        if path == "/v1/payment_intents/search":
            wanted = re.findall(r"'([^']*)'", form["query"])[-1]
            found = [
                item for item in self.intents.values() if item["metadata"].get("storecrew_key") == wanted
            ]
            return {"object": "search_result", "data": found, "has_more": False, "url": path}
        if path == "/v1/refunds" and method == "POST":
            return self._refund(form)
        if path == "/v1/refunds":
            found = [
                item for item in self.refunds.values() if item["payment_intent"] == form["payment_intent"]
            ]
            return {"object": "list", "data": found, "has_more": False, "url": path}
        _empty, _version, _kind, intent_id, *verb = path.split("/")
        if intent_id not in self.intents:
            raise Refusal(404, "invalid_request_error", "resource_missing", "No such payment_intent.")
        intent = self.intents[intent_id]
        if verb:
            getattr(self, f"_{verb[0]}")(intent, form)
        return self.with_charge(intent) if "latest_charge" in form.values() else intent

    def with_charge(self, intent: dict[str, Any]) -> dict[str, Any]:
        """An intent as it is shown to who asks for its charge, which knows the card."""
        if not intent.get("latest_charge"):
            return intent
        card = {"card": {"fingerprint": f"fp_{intent['payment_method']}"}, "type": "card"}
        return intent | {"latest_charge": {"id": intent["latest_charge"], "payment_method_details": card}}

    def _create(self, form: dict[str, str]) -> dict[str, Any]:
        intent = {
            "id": f"pi_{next(self.ids)}", "object": "payment_intent", "amount": int(form["amount"]),
            "amount_capturable": 0, "amount_received": 0, "currency": form["currency"],
            "capture_method": form.get("capture_method", "automatic"), "status": "requires_confirmation",
            "payment_method": form["payment_method"], "next_action": None, "last_payment_error": None,
            "metadata": {"storecrew_key": form["metadata[storecrew_key]"]},
            "description": form["description"],
        }  # fmt: skip
        if form["payment_method"] == "pm_unknown":
            raise Refusal(400, "invalid_request_error", "resource_missing", "No such PaymentMethod.")
        self.intents[intent["id"]] = intent
        return intent

    def _confirm(self, intent: dict[str, Any], form: dict[str, str]) -> None:
        card = intent["payment_method"]
        if card in DECLINES:
            code, decline, message = DECLINES[card]
            intent["status"] = "requires_payment_method"
            intent["last_payment_error"] = {"code": code, "decline_code": decline, "message": message}
            raise Refusal(402, "card_error", code, message, decline)
        if card == "pm_card_3ds":
            intent["status"] = "requires_action"
            url = f"https://hooks.stripe.example/3ds/{intent['id']}?return={form['return_url']}"
            intent["next_action"] = {"type": "redirect_to_url", "redirect_to_url": {"url": url}}
        else:
            self._hold(intent)

    def _hold(self, intent: dict[str, Any]) -> None:
        intent["latest_charge"] = f"ch_{intent['id'].removeprefix('pi_')}"
        if intent["capture_method"] == "manual":
            intent |= {"status": "requires_capture", "amount_capturable": intent["amount"]}
        else:
            intent |= {"status": "succeeded", "amount_received": intent["amount"]}

    def _capture(self, intent: dict[str, Any], form: dict[str, str]) -> None:
        amount = int(form["amount_to_capture"])
        if intent["status"] != "requires_capture" or amount > intent["amount_capturable"]:
            raise Refusal(400, "invalid_request_error", "amount_too_large", "Not capturable.")
        intent |= {"status": "succeeded", "amount_received": amount, "amount_capturable": 0}

    def _cancel(self, intent: dict[str, Any], _form: dict[str, str]) -> None:
        if intent["status"] == "succeeded":
            raise Refusal(
                400, "invalid_request_error", "payment_intent_unexpected_state", "Already succeeded."
            )
        intent |= {"status": "canceled", "amount_capturable": 0, "next_action": None}

    def _refund(self, form: dict[str, str]) -> dict[str, Any]:
        intent, amount = self.intents[form["payment_intent"]], int(form["amount"])
        before = sum(
            item["amount"] for item in self.refunds.values() if item["payment_intent"] == intent["id"]
        )
        if before + amount > intent["amount_received"]:
            raise Refusal(400, "invalid_request_error", "charge_already_refunded", "More than was charged.")
        refund = {
            "id": f"re_{next(self.ids)}", "object": "refund", "amount": amount,
            "currency": intent["currency"],
            "payment_intent": intent["id"], "status": "succeeded", "failure_reason": None,
            "metadata": {"storecrew_key": form["metadata[storecrew_key]"]},
        }  # fmt: skip
        self.refunds[refund["id"]] = refund
        return refund


class _Handler(BaseHTTPRequestHandler):
    books: FakeStripe
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._serve("GET", urlsplit(self.path).query)

    def do_POST(self) -> None:
        self._serve("POST", self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode("latin-1"))

    def _serve(self, method: str, encoded: str) -> None:
        path = urlsplit(self.path).path
        if path.startswith("/pay/"):
            self._page(method, path.split("/")[2], parse_qs(encoded).get("card", [""])[0])
            return
        if self.headers.get("Authorization") != "Bearer sk_test_ours":
            self._send(401, {"error": {"type": "invalid_request_error", "message": "Invalid API Key."}})
            return
        trouble = self._trouble(path)
        if trouble in ("lost", "429"):
            if trouble == "429":
                self._send(
                    429,
                    {"error": {"type": "invalid_request_error", "code": "rate_limit", "message": "Busy."}},
                )
            else:
                self.books.stop.wait(3)
            return
        if path == "/v1/files":
            # The boundary of the parts is another each time.
            encoded = "size=" + str(len(encoded))
        form = {name: values[-1] for name, values in parse_qs(encoded, keep_blank_values=True).items()}
        status, body = self.books.answer(method, path, form, self.headers.get("Idempotency-Key", ""))
        if trouble == "500":
            self._send(500, {"error": {"type": "api_error", "message": "Broken."}})
        elif trouble == "timeout":
            self.books.stop.wait(3)
            self.close_connection = True
        elif trouble == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            self.close_connection = True
        else:
            self._send(status, body, slow=trouble == "slow")

    def _page(self, method: str, session_id: str, card: str) -> None:
        """Show the payment page, or take what the shopper pressed and lead back."""
        pages = self.books.pages
        if method == "POST" and pages.pay(session_id, card):
            self.send_response(303)
            self.send_header("Location", pages.sessions[session_id]["success_url"])
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        body = pages.page(session_id, "Your card was declined." if method == "POST" else "")
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _trouble(self, path: str) -> str:
        for ending, waiting in self.books.troubles.items():
            if path.endswith(ending) and waiting:
                return waiting.pop(0)
        return ""

    def _send(self, status: int, body: Any, *, slow: bool = False) -> None:
        encoded = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(encoded)))
        self.end_headers()
        half = len(encoded) // 2 if slow else len(encoded)
        self.wfile.write(encoded[:half])
        if slow:
            self.wfile.flush()
            self.books.stop.wait(3)
            self.close_connection = True

    def finish(self) -> None:
        with contextlib.suppress(OSError):
            super().finish()

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""
