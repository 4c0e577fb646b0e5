"""Photos of deliveries and damage, drawn anew in a limited child: a bad file breaks nothing here (R14)."""

from __future__ import annotations

from storecrew.contexts.shipping.rules.proofs import LARGEST_PICTURE
from storecrew.kernel import limited

LIMITS = limited.Limits(memory=700 << 20, seconds=15, written=0, patience=40)
# Beside the rules: the child imports no Django, and this package does.
_WORK = "storecrew.contexts.shipping.rules.photo_work:clean"


def clean(content: bytes, *, largest: int = LARGEST_PICTURE) -> bytes:
    """Return a photo drawn anew, without what cameras add; empty for none. Raises ValueError."""
    if not content:
        return b""
    if len(content) > largest:
        raise ValueError("too large")
    try:
        answer = limited.run(_WORK, str(largest), content=content, limits=LIMITS)
    except limited.Stopped as stopped:
        raise ValueError(stopped.reason) from stopped
    if "refused" in answer.values:
        raise ValueError(answer.values["refused"])
    return answer.files[0]
