"""Posting into a chat: `{"text": …}` to the address of an incoming webhook, by the guarded client."""

from __future__ import annotations

import json

from storecrew.kernel import outgoing
from storecrew.kernel.errors import DomainError

SECONDS = 10.0
LARGEST = 8 * 1024


def post(address: str, text: str) -> str:
    """Post once; return "" when the chat took it, else what went wrong. Never in a transaction."""
    try:
        answer = outgoing.call(
            "POST",
            address,
            body=json.dumps({"text": text}).encode(),
            headers={"Content-Type": "application/json"},
            max_bytes=LARGEST,
            timeout=SECONDS,
            any_answer=True,
        )
    except DomainError as error:
        return str(error.details.get("reason", error.code))[:60]
    return "" if 200 <= answer.status < 300 else f"HTTP {answer.status}"
