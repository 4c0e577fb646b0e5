"""What rises and falls, and what is chance."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

FEWEST = 5
SURE = 2.0  # not money: standard deviations


class Move(NamedTuple):
    """One subject in two periods of the same length."""

    subject: str
    now: int
    before: int

    @property
    def score(self) -> float:  # not money: standard deviations
        """How far the counts differ: rare events, so their variance is their sum."""
        whole = self.now + self.before
        return (self.now - self.before) / math.sqrt(whole) if whole else 0.0


def moves(now: Mapping[str, int], before: Mapping[str, int], *, up: bool) -> list[Move]:
    """Return what rose (or fell) by more than chance, the clearest first.

    >>> [one.subject for one in moves({"cup": 30, "vase": 11}, {"cup": 10, "vase": 10}, up=True)]
    ['cup']
    """
    found = [Move(name, now.get(name, 0), before.get(name, 0)) for name in {*now, *before}]
    kept = [
        one
        for one in found
        if one.now + one.before >= FEWEST and (one.score >= SURE if up else one.score <= -SURE)
    ]
    return sorted(kept, key=lambda one: (-abs(one.score), one.subject))
