"""What counts for an agency: what its time costs, what may be delivered, and how well it does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from storecrew.contexts.marketing.facts import ClosedItem, Scorecard

LONGEST_LINK = 500
MOST_FILES = 10
LONGEST_DAY = 24 * 60


def time_cost(minutes: int, hourly_rate: int) -> int:
    """Return what minutes cost at a rate per hour, in the minor units of the rate, half up."""
    return (2 * minutes * hourly_rate + 60) // 120


def is_link(text: str) -> bool:
    """Say whether a text is an address of the web that may be a link: no script, no password in it."""
    try:
        parts = urlsplit(text)
        host, port_ok = parts.hostname, parts.port is None or parts.port > 0
    except ValueError:
        return False
    clean = not any(each.isspace() or ord(each) < 32 for each in text) and len(text) <= LONGEST_LINK
    return clean and port_ok and bool(host) and parts.scheme in ("http", "https") and "@" not in parts.netloc


def scorecard(items: Iterable[ClosedItem], answer_hours: int) -> Scorecard:
    """Add up how an agency did with what was accepted; nothing else counts, since it may still turn."""
    rows = list(items)
    patience = dt.timedelta(hours=answer_hours)
    return Scorecard(
        accepted=len(rows),
        on_time=_share([row.delivered_at <= row.due_at for row in rows]),
        first_time=_share([row.sent_back == 0 for row in rows]),
        begun_in_time=_share(
            [row.started_at - row.given_at <= patience for row in rows if row.started_at is not None]
        ),
        estimate_minutes=sum(row.estimate_minutes for row in rows),
        minutes=sum(row.minutes for row in rows),
        agreed=sum(row.agreed for row in rows),
        cost=sum(row.cost for row in rows),
    )


def _share(kept: Sequence[bool]) -> int | None:
    """Return how many of a hundred were kept, to the nearest whole one; None for none at all."""
    return (200 * sum(kept) + len(kept)) // (2 * len(kept)) if kept else None
