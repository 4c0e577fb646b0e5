"""What counts as a damage, what an audit looks at, and when packaging has to change."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

KINDS = ("damaged", "wrong", "missing")
CAUSES = ("supplier", "storage", "pick", "packing", "carrier", "unknown")
SOURCES = ("staff", "customer", "carrier")
CHECKS = ("content", "box", "inner", "fill", "insert", "seal", "label", "look")
"""What an auditor answers for each parcel of the sample."""
PACKAGING = ("packing", "carrier")
"""Causes that better packaging could have prevented."""


class Thresholds(NamedTuple):
    """From when on packaging has to change, and how many parcels are audited; the business sets them.

    So many ``damages`` of an article within the ``days``, or so many bad ratings that are so many percent of
    its ratings too: an article that sells well has some bad ones. A rating is bad up to ``bad_stars``.
    """

    days: int = 30
    damages: int = 2
    bad_stars: int = 2
    bad_ratings: int = 3
    bad_percent: int = 20
    sample_percent: int = 5


BOUNDS = {
    "days": (7, 365),
    "damages": (1, 100),
    "bad_stars": (1, 4),
    "bad_ratings": (1, 100),
    "bad_percent": (0, 100),
    "sample_percent": (0, 100),
}


class Rate(NamedTuple):
    """So many of so many; ``per_thousand`` is None when there is nothing to compare with."""

    found: int
    of: int

    @property
    def per_thousand(self) -> float | None:
        """Return how many of a thousand."""
        return round(1000 * self.found / self.of, 1) if self.of else None


def out_of_bounds(limits: Thresholds) -> list[str]:
    """Return the names of the thresholds that cannot be."""
    return [name for name, (least, most) in BOUNDS.items() if not least <= getattr(limits, name) <= most]


def in_sample(parcel_code: str, percent: int) -> bool:
    """Say whether a parcel is one of the sample: not to be guessed while packing, the same whoever asks."""
    digest = hashlib.sha256(f"audit/{parcel_code}".encode()).digest()
    return int.from_bytes(digest[:4], "big") % 100 < percent


def clean_answers(answers: Mapping[str, bool]) -> dict[str, bool]:
    """Return an answer for each check. Raises ValueError when one is missing or unknown."""
    if set(answers) != set(CHECKS):
        raise ValueError("every check needs an answer")
    return {name: bool(answers[name]) for name in CHECKS}


def bad_of(stars: Iterable[int], limits: Thresholds) -> int:
    """Return how many of the ratings are bad."""
    return sum(one <= limits.bad_stars for one in stars)


def why_change(causes: Iterable[str], stars: Sequence[int], limits: Thresholds) -> str:
    """Say what of the watched days asks for other packaging of an article: "damages", "ratings" or ""."""
    if sum(cause in PACKAGING for cause in causes) >= limits.damages:
        return "damages"
    bad = bad_of(stars, limits)
    enough = bad >= limits.bad_ratings and 100 * bad >= limits.bad_percent * len(stars)
    return "ratings" if enough else ""
