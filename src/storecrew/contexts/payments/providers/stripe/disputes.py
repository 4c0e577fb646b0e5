"""Disputes at Stripe: read from its objects, and answered by its library."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from typing import Any

import stripe

from storecrew.contexts.payments.providers.disputing import DisputeState, SentFile
from storecrew.contexts.payments.providers.stripe.amounts import from_stripe

STATES = {
    "warning_needs_response": "needs_answer",
    "warning_under_review": "answered",
    "warning_closed": "won",
    "needs_response": "needs_answer",
    "under_review": "answered",
    "prevented": "won",
    "won": "won",
    "lost": "lost",
}
REASONS = {
    "fraudulent": "fraudulent",
    "unrecognized": "unrecognized",
    "product_not_received": "not_received",
    "product_unacceptable": "not_as_described",
    "duplicate": "duplicate",
    "credit_not_processed": "credit_not_processed",
    "subscription_canceled": "canceled",
}
# Our names of evidence -> Stripe's; the others are written together, each under its heading.
FIELDS = {
    "customer_name": "customer_name",
    "customer_email": "customer_email_address",
    "billing_address": "billing_address",
    "shipping_address": "shipping_address",
    "goods": "product_description",
    "shipped_on": "shipping_date",
    "carrier": "shipping_carrier",
    "tracking_number": "shipping_tracking_number",
    "terms": "refund_policy_disclosure",
}
FILES = {
    "delivery": "shipping_documentation",
    "communication": "customer_communication",
    "receipt": "receipt",
    "other": "uncategorized_file",
}
TOGETHER = {"delivery": "Delivery", "communication": "Communication", "remarks": "Remarks"}


def state_of(thing: Mapping[str, Any], *, at: dt.datetime, kind: str = "") -> DisputeState:
    """Read a dispute as Stripe knew it at a moment; ``kind`` is the event that carries it.

    The balance transactions say whether money moved; an event about funds says it as well, since not
    every message carries them.
    """
    amount = from_stripe(int(thing["amount"]), str(thing["currency"]))
    moves = [move for move in thing.get("balance_transactions") or [] if isinstance(move, Mapping)]
    out = [move for move in moves if int(move["amount"]) < 0]
    back = [move for move in moves if int(move["amount"]) > 0]
    details = thing.get("evidence_details") or {}
    status = str(thing.get("status") or ("won" if kind.endswith("reinstated") else "needs_response"))
    due = details.get("due_by")
    paid, returned = _fees(out), _fees(back)
    return DisputeState(
        reference=str(thing["id"]),
        reason=REASONS.get(str(thing.get("reason")), "other"),
        amount=amount.amount,
        currency=amount.currency,
        state=STATES.get(status, "answered"),
        at=at,
        opened_at=_moment(thing["created"]) if thing.get("created") else at,
        due_at=_moment(due) if due else None,
        inquiry=status.startswith("warning"),
        withdrawn=bool(out) or kind.endswith("funds_withdrawn"),
        returned=bool(back) or kind.endswith("funds_reinstated"),
        fee=paid[0],
        fee_returned=-returned[0] if returned[0] < 0 else 0,
        fee_currency=paid[1] or returned[1],
    )


def evidence_of(said: Mapping[str, str]) -> dict[str, str]:
    """Write our evidence in Stripe's fields."""
    given = {theirs: said[ours] for ours, theirs in FIELDS.items() if said.get(ours)}
    rest = [f"{heading}:\n{said[ours]}" for ours, heading in TOGETHER.items() if said.get(ours)]
    return given | ({"uncategorized_text": "\n\n".join(rest)} if rest else {})


class _Upload(io.BytesIO):
    """Bytes with the name that Stripe's library looks for."""

    def __init__(self, file: SentFile) -> None:
        super().__init__(file.content)
        self.name = file.name


def answer(
    client: stripe.StripeClient, reference: str, key: str, said: Mapping[str, str], files: Sequence[SentFile]
) -> None:
    """Upload the files, then submit the evidence that names them. Raises stripe.StripeError."""
    evidence = evidence_of(said)
    for file in files:
        made = client.v1.files.create(
            {"purpose": "dispute_evidence", "file": _Upload(file)},
            {"idempotency_key": f"{key}-{file.kind}"},
        )
        evidence[FILES[file.kind]] = made.id
    client.v1.disputes.update(
        reference,
        {"evidence": evidence, "submit": True},  # type: ignore[arg-type]
        {"idempotency_key": key},
    )


def accept(client: stripe.StripeClient, reference: str, key: str) -> None:
    """Close the dispute as lost. Raises stripe.StripeError."""
    client.v1.disputes.close(reference, {}, {"idempotency_key": key})


def _fees(moves: list[Mapping[str, Any]]) -> tuple[int, str]:
    """Return the fees of balance transactions in our minor units, and their currency."""
    found = [from_stripe(int(move.get("fee") or 0), str(move["currency"])) for move in moves]
    return sum(fee.amount for fee in found), found[0].currency if found else ""


def _moment(seconds: Any) -> dt.datetime:
    return dt.datetime.fromtimestamp(int(seconds), tz=dt.UTC)
