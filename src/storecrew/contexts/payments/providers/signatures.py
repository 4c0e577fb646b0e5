"""Timestamped HMAC signatures over a body, as Stripe sends them and the simulator too."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac

from storecrew.contexts.payments.errors import BadSignature

TOLERANCE = dt.timedelta(minutes=5)


def sign(body: bytes, *, secret: str, at: dt.datetime) -> str:
    """Return the header ``t=<unix seconds>,v1=<hex>`` for a body."""
    stamp = int(at.timestamp())
    return f"t={stamp},v1={_digest(body, secret, stamp)}"


def check(header: str, body: bytes, *, secret: str, at: dt.datetime) -> None:
    """Raise BadSignature unless the header signs exactly these bytes, now (BAD-07).

    Without a secret every message is refused (R18). All given signatures are compared in constant time.
    """
    if not secret:
        raise BadSignature()
    parts = [part.strip().partition("=") for part in header.split(",")[:20]]
    stamps = [value for name, _, value in parts if name == "t"]
    given = [value for name, _, value in parts if name == "v1"]
    if len(stamps) != 1 or not (stamps[0].isascii() and stamps[0].isdigit()) or len(stamps[0]) > 12:
        raise BadSignature()
    stamp = int(stamps[0])
    wanted = _digest(body, secret, stamp).encode()
    matches = [hmac.compare_digest(wanted, value.encode()) for value in given]
    if not any(matches) or abs(at.timestamp() - stamp) > TOLERANCE.total_seconds():
        raise BadSignature()


def _digest(body: bytes, secret: str, stamp: int) -> str:
    return hmac.new(secret.encode(), str(stamp).encode() + b"." + body, hashlib.sha256).hexdigest()
