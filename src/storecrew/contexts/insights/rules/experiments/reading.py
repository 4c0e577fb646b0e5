"""What the numbers of an experiment say, and when they may say it.

The sequence that holds at any time is the normal mixture of Robbins (1970) as Johari, Koomen, Pekelis and
Walsh use it (*Always Valid Inference*, Operations Research 70(3), 2022, eq. 11): however often one looks, a
true difference of 0 is shut out with a chance of at most alpha. The test of the shares in which visitors were
handed out is Pearson's (Fabijan et al., *Diagnosing Sample Ratio Mismatch*, KDD 2019). Several comparisons at
once are judged by Holm (1979).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist
from typing import NamedTuple

MISMATCH = 0.001
FEWEST_VISITORS = 100
FEWEST_HITS = 25
FEWEST_BUYERS = 30


class Sums(NamedTuple):
    """What one variant has: visitors, and of them how many did what. ``squares`` are of visitors' amounts."""

    visitors: int = 0
    adders: int = 0
    buyers: int = 0
    orders: int = 0
    revenue: int = 0
    squares: float = 0.0  # not money: minor units squared
    returned: int = 0
    contacted: int = 0

    def hits(self, metric: str) -> int:
        """How many visitors did what the metric asks."""
        return self.adders if metric == "adds" else self.buyers

    def mean(self, metric: str) -> float:  # not money: a share or a mean
        """The metric's value per visitor."""
        counted = self.revenue if metric == "revenue" else self.hits(metric)
        return counted / self.visitors if self.visitors else 0.0

    def variance(self, metric: str) -> float:  # not money: a variance
        """The variance of one visitor. Of a share with one hit and one miss more, so that it is never 0."""
        count = self.visitors
        if metric == "revenue":
            return max(0.0, self.squares - self.revenue**2 / count) / (count - 1) if count > 1 else 0.0
        share = (self.hits(metric) + 1) / (count + 2)
        return share * (1 - share)


class Finding(NamedTuple):
    """One variant beside the control, by one metric; ``least`` to ``most`` is the range of the difference."""

    variant: int
    metric: str
    control: float  # not money: a share or a mean
    value: float  # not money: a share or a mean
    difference: float  # not money: a share or a mean
    least: float  # not money: a share or a mean
    most: float  # not money: a share or a mean
    chance: float  # not money: a chance

    @property
    def clear(self) -> bool:
        """Say whether 0 lies outside the range."""
        return self.least > 0 or self.most < 0


def half_width(variance: float, delta: float, level: float) -> float:  # not money: half of a range
    """Return half of the range that holds at any time; ``delta`` is the effect it is sharpest for."""
    spread = delta * delta
    grown = variance + spread
    return math.sqrt(variance * grown / spread * (math.log(grown / variance) + 2 * math.log(1 / level)))


def always_chance(difference: float, variance: float, delta: float) -> float:  # not money: a chance
    """Return the chance value that holds at any time."""
    spread = delta * delta
    grown = variance + spread
    log_ratio = 0.5 * math.log(variance / grown) + difference**2 * spread / (2 * variance * grown)
    return min(1.0, math.exp(-log_ratio)) if log_ratio < 700 else 0.0


def fixed_chance(difference: float, variance: float) -> float:  # not money: a chance
    """Return the two-sided chance value of Welch's statistic; groups are large, so by the normal curve."""
    return math.erfc(abs(difference) / math.sqrt(2 * variance))


def compare(
    variant: int,
    metric: str,
    control: Sums,
    other: Sums,
    *,
    method: str,
    delta: float,  # not money: a share or a mean
    level: float,  # not money: a chance
) -> Finding | None:
    """Return what a variant did beside the control; None while there is too little to say anything."""
    if min(control.visitors, other.visitors) < FEWEST_VISITORS:
        return None
    if control.hits(metric) + other.hits(metric) < FEWEST_HITS:
        return None
    variance = control.variance(metric) / control.visitors + other.variance(metric) / other.visitors
    if variance <= 0 or delta <= 0:
        return None
    difference = other.mean(metric) - control.mean(metric)
    if method == "always":
        half = half_width(variance, delta, level)
        chance = always_chance(difference, variance, delta)
    else:
        half = NormalDist().inv_cdf(1 - level / 2) * math.sqrt(variance)
        chance = fixed_chance(difference, variance)
    values = (control.mean(metric), other.mean(metric), difference, difference - half, difference + half)
    return Finding(variant, metric, *values, chance)


def holm(chances: Sequence[float]) -> list[float]:  # not money: chances
    """Return chance values corrected for their number, in their order.

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    found = [0.0] * len(chances)
    highest = 0.0
    for rank, place in enumerate(sorted(range(len(chances)), key=lambda one: chances[one])):
        highest = max(highest, min(1.0, (len(chances) - rank) * chances[place]))
        found[place] = highest
    return found


def ratio_chance(visitors: Sequence[int], weights: Sequence[int]) -> float:  # not money: a chance
    """Return how likely visitors are handed out as far from the weights as these, or farther; 1 for few.

    >>> ratio_chance([821_588, 815_482], [1, 1]) < MISMATCH
    True
    """
    total, parts = sum(visitors), sum(weights)
    if total < FEWEST_VISITORS:
        return 1.0
    expected = [total * weight / parts for weight in weights]
    square = sum((seen - due) ** 2 / due for seen, due in zip(visitors, expected, strict=True))
    return _chi_square(square, len(visitors) - 1)


def _chi_square(square: float, degrees: int) -> float:  # not money: a chance
    """Return the upper tail of the chi-square distribution, by the recurrence over degrees of freedom."""
    half = square / 2
    tail = math.erfc(math.sqrt(half)) if degrees % 2 else math.exp(-half)
    at = 0.5 if degrees % 2 else 1.0
    term = math.exp(-half) * half**at / math.gamma(at + 1) if half else 0.0
    while at < degrees / 2:
        tail += term
        at += 1
        term *= half / at
    return min(1.0, tail)


def harm(control: Sums, other: Sums, field: str, bound: float) -> Finding | None:  # not money: a share
    """Return what a variant does to a guard-rail (``returned`` or ``contacted``) among its buyers.

    It may be looked at every day. None while either side has too few buyers.
    """
    if bound <= 0 or min(control.buyers, other.buyers) < FEWEST_BUYERS:
        return None
    one, two = getattr(control, field), getattr(other, field)
    shares = [(hits + 1) / (count + 2) for hits, count in ((one, control.buyers), (two, other.buyers))]
    variance = sum(
        share * (1 - share) / count
        for share, count in zip(shares, (control.buyers, other.buyers), strict=True)
    )
    before, after = one / control.buyers, two / other.buyers
    half = half_width(variance, bound, 0.05)
    chance = always_chance(after - before, variance, bound)
    return Finding(
        0, field, before, after, after - before, after - before - half, after - before + half, chance
    )


def harmful(found: Finding | None, bound: float) -> bool:  # not money: a share
    """Say whether a guard-rail is broken: beyond the bound, and more than chance."""
    return found is not None and found.difference >= bound and found.least > 0
