"""Which benefits a customer missed through no fault of theirs; plain Python."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

GRACE = dt.timedelta(days=14)
"""A promotion that ended so long ago or less just ended."""
OURS = frozenset({"paused", "uses_cap", "budget_cap", "units_cap", "code_used_up"})
"""Conditions that failed by what we did or ran out of: nothing that a customer could have known."""
TIME = frozenset({"not_ended", "code_expired"})


def why_missed(
    failed: Collection[str],
    *,
    applies: bool,
    used: bool,
    ended_at: dt.datetime | None,
    placed_at: dt.datetime,
) -> str:
    """Return why a benefit was missed: "not_given", "ended", "ours"; "used" or "" where none was.

    ``failed`` are the conditions that did not hold for the order; ``applies`` is the engine's word, ``used``
    whether the order has the benefit already.
    """
    if used:
        return "used"
    if applies:
        return "not_given"
    if not failed or set(failed) - OURS - TIME:
        return ""
    if set(failed) & TIME:
        just = ended_at is not None and dt.timedelta(0) <= placed_at - ended_at <= GRACE
        return "ended" if just else ""
    return "ours"
