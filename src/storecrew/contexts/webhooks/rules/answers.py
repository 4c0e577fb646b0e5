"""What is kept of an answer: little, readable, and no secret in it."""

from __future__ import annotations

import re

LONGEST = 1000
_SECRETS = re.compile(r"whsec_[A-Za-z0-9+/=]+|v1,[A-Za-z0-9+/=]{20,}|(?i:bearer) +[^\s\"']+")


def excerpt(body: bytes) -> str:
    """Return the beginning of an answer as text, without control characters, secrets and signatures."""
    text = body[: 4 * LONGEST].decode("utf-8", "replace")
    plain = "".join(char for char in text if char in "\n\t" or char.isprintable())
    hidden = _SECRETS.sub("***", plain)
    return hidden if len(hidden) <= LONGEST else hidden[: LONGEST - 1] + "…"
