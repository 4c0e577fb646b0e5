"""Values that cross the border of health."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["good", "fair", "poor"]


@dataclass(frozen=True, slots=True)
class Speed:
    """One measure of one kind of page on one kind of device: the 75th percentile and how it is judged.

    ``value`` is in milliseconds, for "cls" in thousandths; ``views`` is how many views were counted and
    ``good_share`` how many percent of them were good.
    """

    page: str
    device: str
    measure: str
    value: int
    verdict: Verdict
    views: int
    good_share: int
