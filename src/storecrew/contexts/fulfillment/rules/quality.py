"""What counts as a damage, what an audit looks at, and when packaging has to change."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

KINDS = ("damaged", "wrong", "missing")
CAUSES = ("supplier", "storage", "pick", "packing", "carrier", "unknown")
SOURCES = ("staff", "customer", "carrier")
CHECKS = ("content", "box", "inner", "fill", "insert", "seal", "label", "look")
"""What an auditor answers for each parcel of the sample."""
SAMPLE_PERCENT = 5
PACKAGING = ("packing", "carrier")
"""Causes that better packaging could have prevented."""
REPORTS_FOR_A_CHANGE = 2
WATCHED_DAYS = 30


class Rate(NamedTuple):
    """So many of so many; ``per_thousand`` is None when there is nothing to compare with."""

    found: int
    of: int

    @property
    def per_thousand(self) -> float | None:
        """Return how many of a thousand."""
        return round(1000 * self.found / self.of, 1) if self.of else None


def in_sample(parcel_code: str, percent: int = SAMPLE_PERCENT) -> bool:
    """Say whether a parcel is one of the sample: not to be guessed while packing, the same whoever asks."""
    digest = hashlib.sha256(f"audit/{parcel_code}".encode()).digest()
    return int.from_bytes(digest[:4], "big") % 100 < percent


def clean_answers(answers: Mapping[str, bool]) -> dict[str, bool]:
    """Return an answer for each check. Raises ValueError when one is missing or unknown."""
    if set(answers) != set(CHECKS):
        raise ValueError("every check needs an answer")
    return {name: bool(answers[name]) for name in CHECKS}


def asks_for_change(causes: Iterable[str]) -> bool:
    """Say whether the reports about one article within the watched days ask for other packaging."""
    return sum(cause in PACKAGING for cause in causes) >= REPORTS_FOR_A_CHANGE
