"""Timestamped HMAC signatures over a body, as Stripe sends them and the simulator too."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.payments.errors import BadSignature
from storecrew.kernel.signatures import TOLERANCE, fits, sign

__all__ = ["TOLERANCE", "check", "sign"]


def check(header: str, body: bytes, *, secret: str, at: dt.datetime) -> None:
    """Raise BadSignature unless the header signs exactly these bytes, now (BAD-07)."""
    if not fits(header, body, secret=secret, at=at):
        raise BadSignature()
