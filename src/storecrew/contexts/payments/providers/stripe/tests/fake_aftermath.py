"""What the pretended Stripe does after a charge: disputes with their messages, and payouts."""

from __future__ import annotations

import copy
import json
from typing import Any, Protocol

from storecrew.contexts.payments.providers.signatures import sign

FEE = 1500


class Books(Protocol):
    """The pretended Stripe behind."""

    intents: dict[str, dict[str, Any]]

    def next_number(self) -> int:
        """Return a number that was not given before."""

    @staticmethod
    def refusal(status: int, code: str, message: str) -> Exception:
        """Return the error of a request that cannot be carried out."""


class Aftermath:
    """Disputes and payouts by id."""

    def __init__(self, books: Books) -> None:
        self.books = books
        self.disputes: dict[str, dict[str, Any]] = {}
        self.payouts: dict[str, dict[str, Any]] = {}
        self.moves: list[dict[str, Any]] = []

    def dispute(
        self,
        intent_id: str,
        *,
        created: int,
        due_by: int,
        reason: str = "product_not_received",
        amount: int = 0,
    ) -> dict[str, Any]:
        """A cardholder disputes a charge; nothing is taken yet."""
        intent = self.books.intents[intent_id]
        made = {
            "id": f"dp_{self.books.next_number()}", "object": "dispute", "payment_intent": intent_id,
            "amount": amount or intent["amount_received"], "currency": intent["currency"], "reason": reason,
            "status": "needs_response", "created": created, "balance_transactions": [], "evidence": {},
            "evidence_details": {"due_by": due_by, "submission_count": 0, "has_evidence": False},
        }  # fmt: skip
        self.disputes[made["id"]] = made
        return copy.deepcopy(made)

    def move_funds(self, dispute_id: str, *, back: bool = False) -> dict[str, Any]:
        """The bank takes the money and a fee, or gives both back."""
        made = self.disputes[dispute_id]
        sign_of = 1 if back else -1
        made["balance_transactions"].append(
            {"id": f"txn_{self.books.next_number()}", "amount": sign_of * made["amount"],
             "fee": -sign_of * FEE, "net": sign_of * (made["amount"] + FEE), "currency": made["currency"]}
        )  # fmt: skip
        return copy.deepcopy(made)

    def decide(self, dispute_id: str, *, won: bool) -> dict[str, Any]:
        """The bank decides."""
        self.disputes[dispute_id]["status"] = "won" if won else "lost"
        return copy.deepcopy(self.disputes[dispute_id])

    def pay_out(self, *moves: dict[str, Any], arrival: int, less: int = 0) -> str:
        """Put movements on the bank account together; ``less`` arrives than they add up to."""
        payout = f"po_{self.books.next_number()}"
        total = 0
        for move in moves:
            row = {"id": f"txn_{self.books.next_number()}", "payout": payout, "fee": 0} | move
            total += row["amount"] - row["fee"]
            self.moves.append(row)
        currency = moves[0]["currency"]
        self.payouts[payout] = {
            "id": payout, "object": "payout", "amount": total - less, "currency": currency,
            "arrival_date": arrival, "status": "paid",
        }  # fmt: skip
        own = {"id": f"txn_{self.books.next_number()}", "payout": payout, "type": "payout", "fee": 0}
        self.moves.append(own | {"amount": less - total, "currency": currency, "source": payout})
        return payout

    def charged(self, intent_id: str, *, fee: int = 30, wrong: int = 0) -> dict[str, Any]:
        """The movement of a charge; ``wrong`` makes it another amount than was taken."""
        intent = self.books.intents[intent_id]
        amount = intent["amount_received"] - wrong
        source = {"object": "charge", "id": f"ch_{intent_id}", "payment_intent": intent_id}
        source |= {"amount": amount, "currency": intent["currency"]}
        return {
            "type": "charge",
            "amount": amount,
            "fee": fee,
            "currency": intent["currency"],
            "source": source,
        }

    def refunded(self, refund: dict[str, Any]) -> dict[str, Any]:
        """The movement of a refund."""
        return {
            "type": "refund", "amount": -refund["amount"], "currency": refund["currency"], "source": refund
        }  # fmt: skip

    def disputed(self, dispute_id: str, *, back: bool = False) -> dict[str, Any]:
        """The movement of a dispute with its fee."""
        made = self.disputes[dispute_id]
        sign_of = 1 if back else -1
        return {
            "type": "adjustment", "amount": sign_of * made["amount"], "fee": -sign_of * FEE,
            "currency": made["currency"], "source": copy.deepcopy(made),
        }  # fmt: skip

    def answer(self, method: str, path: str, form: dict[str, str]) -> Any:
        """Carry out a request."""
        _empty, _version, kind, *rest = path.split("/")
        if kind == "payouts":
            return self._payouts(rest, path)
        if kind == "balance_transactions":
            found = [move for move in self.moves if move["payout"] == form["payout"]]
            return {"object": "list", "data": found, "has_more": False, "url": path}
        if rest[0] not in self.disputes:
            raise self.books.refusal(404, "resource_missing", "No such dispute.")
        made = self.disputes[rest[0]]
        if rest[1:] == ["close"]:
            made["status"] = "lost"
        elif method == "POST":
            self._submit(made, form)
        return made

    def _payouts(self, rest: list[str], path: str) -> Any:
        if rest:
            return self.payouts[rest[0]]
        return {"object": "list", "data": list(self.payouts.values()), "has_more": False, "url": path}

    def _submit(self, made: dict[str, Any], form: dict[str, str]) -> None:
        if made["status"] != "needs_response":
            raise self.books.refusal(400, "dispute_not_open", "This dispute has been submitted already.")
        made["evidence"] = {name[9:-1]: text for name, text in form.items() if name.startswith("evidence[")}
        if form.get("submit") == "true":
            made["status"] = "under_review"


def message(
    kind: str, thing: dict[str, Any], *, event_id: str, created: int, secret: str, at: Any
) -> tuple[bytes, dict[str, str]]:
    """Return body and headers of an event about something, signed at a moment."""
    event = {"id": event_id, "type": kind, "created": created, "data": {"object": thing}}
    body = json.dumps(event).encode()
    return body, {"Stripe-Signature": sign(body, secret=secret, at=at)}
