"""Signed as Standard Webhooks (https://www.standardwebhooks.com), sent by the guarded client."""

from __future__ import annotations

import time

from standardwebhooks import Webhook

from storecrew.contexts.webhooks.facts import Answer, Parcel
from storecrew.contexts.webhooks.providers import simulator
from storecrew.contexts.webhooks.rules.answers import excerpt
from storecrew.kernel import outgoing
from storecrew.kernel.errors import DomainError

SECONDS = 10.0
LARGEST = 8 * 1024


def headers_of(parcel: Parcel) -> dict[str, str]:
    """Return the headers of an attempt; each secret that holds signs, so a rotated one fits as well."""
    signatures = [
        Webhook(secret).sign(parcel.message_id, parcel.at, parcel.body) for secret in parcel.secrets
    ]
    return {
        "Content-Type": "application/json",
        "webhook-id": parcel.message_id,
        "webhook-timestamp": str(int(parcel.at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def send(parcel: Parcel) -> Answer:
    """Send once and say what came back; whatever goes wrong is an answer too. Never in a transaction."""
    if simulator.answers_for(parcel.url):
        return simulator.answer(parcel)
    began = time.monotonic()
    status: int | None = None
    kept = ""
    try:
        got = outgoing.call(
            "POST",
            parcel.url,
            body=parcel.body.encode(),
            headers=headers_of(parcel),
            max_bytes=LARGEST,
            timeout=SECONDS,
            any_answer=True,
        )
        status, outcome, kept = got.status, "answered", excerpt(got.body)
    except DomainError as error:
        status = error.details.get("status")
        outcome = _word(error)
    return Answer(status, outcome, kept, int((time.monotonic() - began) * 1000))


def _word(error: DomainError) -> str:
    reason = str(error.details.get("reason", error.code))
    late = error.details.get("detail") in {"TimeoutError", "timeout"}
    return "timeout" if late else reason[:40]
