"""Which line of our ledger a line of a payout means; no database, no framework."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

# What stands in the ledger and in no payout after this time is missing there.
MISSING_AFTER = dt.timedelta(days=10)
# An open difference that is older is told to those who lead.
TOO_OLD = dt.timedelta(days=7)
# Movements that no line of the ledger stands for.
WITHOUT_ENTRY = ("fee",)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of our ledger that no payout has named yet."""

    id: int
    key: str
    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class Match:
    """``matched``, ``differs`` or ``unknown``, and the entry that is meant."""

    state: str
    entry: Entry | None = None


def match(*, kind: str, amount: int, currency: str, hint: str, entries: Sequence[Entry]) -> Match:
    """Find the entry that a line means among those of its payment and kind.

    The gateway's own name of the entry decides; then the same amount, the oldest first. An entry of
    another amount is taken only when it is the only one left: among several nobody can tell.
    """
    if kind in WITHOUT_ENTRY:
        return Match("matched")
    named = [entry for entry in entries if hint and (entry.key == hint or hint.endswith(f"/{entry.key}"))]
    left = named or list(entries)
    for entry in left:
        if (entry.amount, entry.currency) == (amount, currency):
            return Match("matched", entry)
    return Match("differs", left[0]) if len(left) == 1 else Match("unknown")
