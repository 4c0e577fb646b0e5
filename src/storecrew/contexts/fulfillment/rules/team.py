"""Who works how fast, and who does what next: the same for everybody, from facts that nobody types."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

# A pause longer than this is no work on it: lunch, another task, the end of the day.
PAUSE = dt.timedelta(minutes=15)
# A single scan says nothing about how long it took; it counts as this much.
LEAST = dt.timedelta(minutes=1)
ACTIVITY = {"waiting": "pick", "picked": "pack"}


def worked(instants: Iterable[dt.datetime]) -> dt.timedelta:
    """Return the time that somebody spent on an activity, from the instants of its scans."""
    total, begun, last = dt.timedelta(), None, None
    for at in sorted(instants):
        if begun is None or last is None or at - last > PAUSE:
            total += max(LEAST, last - begun) if begun and last else dt.timedelta()
            begun = at
        last = at
    return total + max(LEAST, last - begun) if begun and last else total


def per_hour(units: int, spent: dt.timedelta) -> int | None:
    """Return the units an hour, rounded; None when no time was spent."""
    seconds = int(spent.total_seconds())
    return (units * 3600 + seconds // 2) // seconds if seconds else None


class Candidate(NamedTuple):
    """A piece of work that waits: an order to pick or to pack."""

    work_id: int
    activity: str
    due_at: dt.datetime
    since: dt.datetime


def next_of(candidates: Sequence[Candidate], *, at: dt.datetime) -> tuple[Candidate, str] | None:
    """Return the work that comes next, and why: late, due or waiting.

    What is late comes first, the latest of all at the front; then what is due soonest; among equals what is
    nearer to its end (packing before picking), then what waits longest. Nobody chooses.
    """
    if not candidates:
        return None
    chosen = min(
        candidates, key=lambda each: (each.due_at, each.activity != "pack", each.since, each.work_id)
    )
    if chosen.due_at < at:
        return chosen, "late"
    equals = [each for each in candidates if each.due_at == chosen.due_at]
    return chosen, "waiting" if len(equals) > 1 else "due"
