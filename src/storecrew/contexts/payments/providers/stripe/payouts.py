"""Payouts of Stripe, read from its balance transactions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import stripe

from storecrew.contexts.payments.facts import Statement, StatementLine
from storecrew.contexts.payments.providers.stripe.amounts import from_stripe

KEY = "storecrew_key"
KINDS = {
    "charge": "capture",
    "payment": "capture",
    "refund": "refund",
    "payment_refund": "refund",
    "stripe_fee": "fee",
}


def read(client: stripe.StripeClient, since: dt.date) -> list[Statement]:
    """Return the paid payouts since a day. Raises stripe.StripeError."""
    first = int(dt.datetime.combine(since, dt.time(), tzinfo=dt.UTC).timestamp())
    listed = client.v1.payouts.list({"arrival_date": {"gte": first}, "status": "paid", "limit": 100})
    return [_statement(client, payout.to_dict()) for payout in listed.auto_paging_iter()]


def _statement(client: stripe.StripeClient, payout: Mapping[str, Any]) -> Statement:
    listed = client.v1.balance_transactions.list(
        {"payout": payout["id"], "limit": 100, "expand": ["data.source"]}
    )
    moves = [move.to_dict() for move in listed.auto_paging_iter()]
    amount = from_stripe(int(payout["amount"]), str(payout["currency"]))
    return Statement(
        reference=str(payout["id"]),
        currency=amount.currency,
        amount=amount.amount,
        arrived_on=dt.datetime.fromtimestamp(int(payout["arrival_date"]), tz=dt.UTC).date(),
        # The payout itself stands among its own movements.
        lines=tuple(line_of(move) for move in moves if move["type"] != "payout"),
    )


def line_of(move: Mapping[str, Any]) -> StatementLine:
    """Read a balance transaction with its source."""
    currency = str(move["currency"])
    amount, fee = from_stripe(int(move["amount"]), currency), from_stripe(int(move.get("fee") or 0), currency)
    given = move.get("source")
    source: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
    original = amount
    if source.get("amount") is not None and source.get("currency"):
        original = from_stripe(int(source["amount"]), str(source["currency"]))
    key = str((source.get("metadata") or {}).get(KEY, ""))
    return StatementLine(
        reference=str(move["id"]),
        kind=_kind(move, source),
        amount=amount.amount,
        fee=fee.amount,
        original_amount=abs(original.amount),
        original_currency=original.currency,
        named=str(source.get("payment_intent") or ""),
        hint=f"dispute/{source['id']}" if source.get("object") == "dispute" else key,
    )


def _kind(move: Mapping[str, Any], source: Mapping[str, Any]) -> str:
    if source.get("object") == "dispute":
        return "charge_back" if int(move["amount"]) < 0 else "reinstate"
    return KINDS.get(str(move["type"]), "other")
