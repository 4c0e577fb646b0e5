"""How long goods wait for whoever collects them, and the code that they are given for; plain Python."""

from __future__ import annotations

import datetime as dt
import secrets
from zoneinfo import ZoneInfo

READY, COLLECTED, WITHDRAWN, GIVEN_UP = "ready", "collected", "withdrawn", "given_up"
# No signs that look alike when somebody reads them from a phone.
_SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH = 6
REMIND_BEFORE = dt.timedelta(days=2)


def new_code() -> str:
    """Return a code of six signs, about 900 million of them."""
    return "".join(secrets.choice(_SIGNS) for _ in range(LENGTH))


def same_code(typed: str, code: str) -> bool:
    """Say whether what was typed or scanned is the code; case, spaces and hyphens do not count."""
    plain = "".join(sign for sign in typed.upper() if sign.isalnum())
    return secrets.compare_digest(plain.encode(), code.encode())


def keep_until(ready_at: dt.datetime, keep_days: int, timezone: str) -> dt.datetime:
    """Return the end of the last day on which goods wait, in the time zone of the shop."""
    zone = ZoneInfo(timezone)
    day = ready_at.astimezone(zone).date() + dt.timedelta(days=max(keep_days, 1) + 1)
    return dt.datetime.combine(day, dt.time(), zone) - dt.timedelta(minutes=1)


def remind_at(ready_at: dt.datetime, until: dt.datetime) -> dt.datetime:
    """Return when somebody is reminded: two days before the end, or half way of a shorter time."""
    return max(until - REMIND_BEFORE, ready_at + (until - ready_at) / 2)
