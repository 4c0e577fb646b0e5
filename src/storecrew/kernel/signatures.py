"""Timestamped HMAC signatures over a body, ``t=<unix seconds>,v1=<hex>``, for messages from outside."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac

TOLERANCE = dt.timedelta(minutes=5)


def sign(body: bytes, *, secret: str, at: dt.datetime) -> str:
    """Return the header for a body."""
    stamp = int(at.timestamp())
    return f"t={stamp},v1={_digest(body, secret, stamp)}"


def fits(header: str, body: bytes, *, secret: str, at: dt.datetime) -> bool:
    """Say whether the header signs exactly these bytes, now (BAD-07).

    Without a secret nothing fits (R18). All given signatures are compared in constant time.
    """
    if not secret:
        return False
    parts = [part.strip().partition("=") for part in header.split(",")[:20]]
    stamps = [value for name, _, value in parts if name == "t"]
    given = [value for name, _, value in parts if name == "v1"]
    if len(stamps) != 1 or not (stamps[0].isascii() and stamps[0].isdigit()) or len(stamps[0]) > 12:
        return False
    stamp = int(stamps[0])
    wanted = _digest(body, secret, stamp).encode()
    matches = [hmac.compare_digest(wanted, value.encode()) for value in given]
    return any(matches) and abs(at.timestamp() - stamp) <= TOLERANCE.total_seconds()


def _digest(body: bytes, secret: str, stamp: int) -> str:
    return hmac.new(secret.encode(), str(stamp).encode() + b"." + body, hashlib.sha256).hexdigest()
