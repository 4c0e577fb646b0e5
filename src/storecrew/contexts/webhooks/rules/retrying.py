"""When a delivery is tried again, and what an answer means."""

from __future__ import annotations

import datetime as dt
import hashlib

MOST_ATTEMPTS = 10
FIRST = 20
FACTOR = 4
LONGEST = 12 * 3600
JITTER_PERCENT = 20
DELIVERED, AGAIN, GONE = "delivered", "again", "gone"


def wait(attempts: int, seed: str) -> dt.timedelta | None:
    """Return how long to wait after so many failed attempts; None when it is given up.

    20 seconds, then four times as long each time, at most 12 hours: nine waits of about 44 hours in all. Each
    is up to a fifth shorter or longer, by the seed, so that what failed together does not come back together.
    """
    if attempts >= MOST_ATTEMPTS:
        return None
    seconds = min(FIRST * FACTOR ** (attempts - 1), LONGEST)
    digest = hashlib.sha256(f"{seed}:{attempts}".encode()).digest()
    share = int.from_bytes(digest[:4], "big") % (2 * JITTER_PERCENT + 1) - JITTER_PERCENT
    return dt.timedelta(seconds=seconds + seconds * share // 100)


def verdict(status: int | None) -> str:
    """Return what an answer means: delivered, to be tried again, or gone for good (410)."""
    if status is not None and 200 <= status < 300:
        return DELIVERED
    return GONE if status == 410 else AGAIN
