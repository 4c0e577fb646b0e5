"""Small decisions about work objects; plain Python."""

from __future__ import annotations

import re

MENTION = re.compile(r"(?<![\w@])@([A-Za-z0-9][A-Za-z0-9._+-]*(?:@[A-Za-z0-9.-]+[A-Za-z0-9])?)")
SEVERITIES = ("critical", "warning", "info")
LONGEST_COMMENT = 5_000


def mentions(body: str) -> list[str]:
    """Return who is called by @name in a text: e-mail addresses or codes, each once, in order."""
    return list(dict.fromkeys(match.rstrip(".").lower() for match in MENTION.findall(body)))


def sharing(*, team: str, shared: bool) -> str:
    """Return "shared", "team" or "own": who may see a saved view."""
    if shared:
        return "shared"
    return "team" if team else "own"
