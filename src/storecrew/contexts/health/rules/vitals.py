"""Page speed as histograms: the steps of each measure, its limits, and what 75 % of views stay below.

Times are milliseconds; CLS, which has no unit, is counted in thousandths. The limits are Google's for "good"
and "poor" at the 75th percentile (Web Vitals), and each is the end of a step, so that the verdict is exact.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from storecrew.contexts.health.facts import Verdict

DEVICES = ("phone", "tablet", "desktop")


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure: where it is good (up to) and poor (above), and the upper ends of its steps."""

    code: str
    good: int
    poor: int
    ends: tuple[int, ...]

    @property
    def most(self) -> int:
        """The largest value that a page view can honestly report."""
        return self.ends[-1]

    def step(self, value: int) -> int:
        """Return the step that a value falls into."""
        return bisect_left(self.ends, value)

    def verdict(self, value: int) -> Verdict:
        """Say how a value at the 75th percentile is judged."""
        return "good" if value <= self.good else "poor" if value > self.poor else "fair"


def _ends(text: str) -> tuple[int, ...]:
    return tuple(int(end) for end in text.split())


_LCP = "250 500 750 1000 1250 1500 1750 2000 2250 2500 3000 3500 4000 5000 7000 10000 20000 60000"
_INP = "16 32 50 75 100 125 150 175 200 250 300 400 500 750 1000 2000 10000"
_CLS = "0 5 10 20 35 50 65 80 100 125 150 200 250 350 500 1000 10000"
_FCP = "200 400 600 800 1000 1200 1400 1600 1800 2100 2400 3000 4000 6000 10000 60000"
_TTFB = "25 50 100 150 200 300 400 500 600 800 1000 1300 1800 3000 6000 60000"
MEASURES = {
    "lcp": Measure("lcp", 2500, 4000, _ends(_LCP)),
    "inp": Measure("inp", 200, 500, _ends(_INP)),
    "cls": Measure("cls", 100, 250, _ends(_CLS)),
    "fcp": Measure("fcp", 1800, 3000, _ends(_FCP)),
    "ttfb": Measure("ttfb", 800, 1800, _ends(_TTFB)),
}
"""Most important first."""


def percentile(measure: Measure, counts: Mapping[int, int], percent: int = 75) -> int | None:
    """Return the value below which so many percent of the counted views lie; None without any.

    Within a step the views are taken as evenly spread, so the answer is off by less than the step is wide.
    """
    total = sum(counts.values())
    if not total:
        return None
    # The smallest value that at least so many views do not exceed, in hundredths of a view.
    wanted = total * percent
    below = 0
    for step, (low, high) in enumerate(pairwise((0, *measure.ends))):
        here = counts.get(step, 0) * 100
        if here and below + here >= wanted:
            return low + -(-(high - low) * (wanted - below) // here)
        below += here
    return measure.most


def good_share(measure: Measure, counts: Mapping[int, int]) -> int:
    """Return how many percent of the views were good, rounded down."""
    total = sum(counts.values())
    limit = measure.step(measure.good)
    return sum(n for step, n in counts.items() if step <= limit) * 100 // total if total else 0
