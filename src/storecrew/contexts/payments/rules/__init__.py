"""Policy and arithmetic of payments; no database, no framework."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from typing import Protocol

# How long we give a gateway that never heard of a payment before we believe it.
NEVER_ARRIVED = dt.timedelta(minutes=2)
# A capture or refund without an answer is believed lost only after this time.
ANSWER_LOST = dt.timedelta(minutes=10)
LONGEST_WAIT = dt.timedelta(hours=6)


def card_hash(gateway: str, name: str, secret: str) -> str:
    """Return what is kept of a gateway's name for a card: a keyed hash; "" for none."""
    if not name:
        return ""
    return hmac.new(secret.encode(), f"{gateway}|{name}".encode(), hashlib.sha256).hexdigest()


class Sums(Protocol):
    """The sums of a payment that decide its status."""

    authorized_amount: int
    captured_amount: int
    voided_amount: int
    refunded_amount: int
    charged_back_amount: int


def status_of(sums: Sums) -> str:
    """Return the status of a payment that holds or held money; "" when it never did."""
    if sums.charged_back_amount:
        return "charged_back"
    if sums.captured_amount:
        if sums.refunded_amount >= sums.captured_amount:
            return "refunded"
        if sums.refunded_amount:
            return "partially_refunded"
        whole = sums.captured_amount + sums.voided_amount >= sums.authorized_amount
        return "captured" if whole else "partially_captured"
    if sums.authorized_amount:
        return "voided" if sums.voided_amount >= sums.authorized_amount else "authorized"
    return ""


def next_check(at: dt.datetime, checks: int) -> dt.datetime:
    """Return when to ask a gateway again: after 1, 2, 4 ... minutes, at most 6 hours."""
    return at + min(dt.timedelta(minutes=2 ** min(checks, 12)), LONGEST_WAIT)
