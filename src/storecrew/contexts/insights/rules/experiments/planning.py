"""How many visitors an experiment needs, computed before it starts.

Two shares: Fleiss, Levin and Paik, *Statistical Methods for Rates and Proportions* (2003), 4.2, without
continuity correction, for groups of unequal size. Two means: Welch's statistic with the same variance on both
sides (Chow, Shao and Wang, *Sample Size Calculations in Clinical Research*, 2008, 3.2). A method that may be
read at any time needs more: as many as let the confidence sequence of ``reading`` shut out 0.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist
from typing import NamedTuple

from storecrew.contexts.insights.rules.experiments.reading import half_width

WEEK = 7
LONGEST_DAYS = 56
METRICS = ("orders", "adds", "revenue")
METHODS = ("fixed", "always")


class Plan(NamedTuple):
    """What is decided beforehand. ``baseline`` is a share, or minor units per visitor with their ``spread``.

    ``effect`` is the smallest change worth finding, as a share of the baseline (0.1 is ten in a hundred).
    """

    metric: str
    baseline: float  # not money: a share or a mean
    spread: float  # not money: a standard deviation
    effect: float  # not money: a share
    alpha: float = 0.05  # not money: a chance
    power: float = 0.8  # not money: a chance
    weights: tuple[int, ...] = (1, 1)
    method: str = "fixed"

    @property
    def delta(self) -> float:  # not money: a share or a mean
        """The smallest difference worth finding."""
        return self.baseline * self.effect

    @property
    def level(self) -> float:  # not money: a chance
        """The chance of a false alarm that each variant may have: all together keep to ``alpha``."""
        return self.alpha / max(1, len(self.weights) - 1)

    def variances(self) -> tuple[float, float]:  # not money: variances
        """Return the variance of one visitor without and with the effect."""
        if self.metric == "revenue":
            return self.spread**2, self.spread**2
        other = min(1.0, self.baseline + self.delta)
        return self.baseline * (1 - self.baseline), other * (1 - other)


def required(plan: Plan) -> tuple[int, ...]:
    """Return how many visitors each variant needs, the control first.

    :raises ValueError: nothing to find: no baseline, no effect, or a share that would leave 0 to 1

    >>> required(Plan("orders", 0.05, 0, 0.2))
    (8158, 8158)
    """
    if plan.delta <= 0 or (plan.metric != "revenue" and plan.baseline + plan.delta >= 1):
        raise ValueError("nothing to find")
    if plan.metric == "revenue" and plan.spread <= 0:
        raise ValueError("no spread")
    shares = [weight / sum(plan.weights) for weight in plan.weights]
    control, other = shares[0], min(shares[1:])
    total = (_always if plan.method == "always" else _fixed)(plan, control, other)
    return tuple(math.ceil(round(total * share, 6)) for share in shares)


def _fixed(plan: Plan, control: float, other: float) -> float:  # not money: visitors
    """Return all visitors that one reading at the end needs."""
    one, two = plan.variances()
    middle = (one * control + two * other) / (control + other)
    if plan.metric != "revenue":
        share = (plan.baseline * control + (plan.baseline + plan.delta) * other) / (control + other)
        middle = share * (1 - share)
    sure, found = NormalDist().inv_cdf(1 - plan.level / 2), NormalDist().inv_cdf(plan.power)
    by_chance = math.sqrt(middle * (1 / control + 1 / other))
    in_truth = math.sqrt(one / control + two / other)
    return ((sure * by_chance + found * in_truth) / plan.delta) ** 2


def _always(plan: Plan, control: float, other: float) -> float:  # not money: visitors
    """Return all visitors after which a sequence that is read every day shuts out 0 with the power asked."""
    one, two = plan.variances()
    found = NormalDist().inv_cdf(plan.power)

    def enough(total: float) -> bool:  # not money: visitors
        variance = one / (total * control) + two / (total * other)
        return half_width(variance, plan.delta, plan.level) + found * math.sqrt(variance) <= plan.delta

    low, high = 1.0, 2.0
    while not enough(high):
        low, high = high, high * 2
    while high - low > 0.5:
        middle = (low + high) / 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def days_for(needed: Sequence[int], per_day: float) -> int | None:  # not money: visitors a day
    """Return how long it takes, in whole weeks, since weekdays differ; None without any traffic."""
    if per_day <= 0:
        return None
    return max(1, math.ceil(sum(needed) / per_day / WEEK)) * WEEK
