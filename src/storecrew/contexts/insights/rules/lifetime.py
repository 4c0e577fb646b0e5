"""How often customers will buy again, and for how much: BG/NBD and Gamma-Gamma, with numpy alone.

BG/NBD (Fader, Hardie and Lee, "Counting Your Customers the Easy Way", Marketing Science 24, 2005): somebody
buys at a rate of their own while active, and may leave after each purchase. Gamma-Gamma (Fader and Hardie,
2013): somebody spends around a mean of their own. Both are fitted by the largest likelihood with a simplex.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
FEWEST_CUSTOMERS, FEWEST_REPEATERS = 100, 30
"""Below these a fit says more about chance than about customers."""


class TooFew(ValueError):
    """Too few customers, or too few that came back, to say anything of the future."""


class Buyers(NamedTuple):
    """One row a customer: repeat purchases, time of the last one and time watched since the first (weeks)."""

    repeats: Numbers
    last: Numbers
    watched: Numbers


class Rate(NamedTuple):
    """The fitted BG/NBD model: how fast people buy (r, alpha) and how soon they leave (a, b)."""

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float


class Spend(NamedTuple):
    """The fitted Gamma-Gamma model. A mean of all customers exists for q > 1."""

    p: float
    q: float
    gamma: float
    log_likelihood: float

    @property
    def mean(self) -> float:
        """What a purchase of an average customer is worth."""
        return self.p * self.gamma / (self.q - 1)


def fit_rate(buyers: Buyers, *, check: bool = True) -> Rate:
    """Fit BG/NBD. Raises TooFew."""
    if check and (len(buyers.repeats) < FEWEST_CUSTOMERS or (buyers.repeats > 0).sum() < FEWEST_REPEATERS):
        raise TooFew
    # customers with the same history are one row with a weight
    rows, weights = np.unique(np.stack(buyers), axis=1, return_counts=True)
    grouped = Buyers(*rows)

    def loss(logs: Numbers) -> float:
        return -float(weights @ _rate_likelihood(np.exp(logs), grouped))

    best, value = _simplex(loss, np.log(np.array([0.5, 5.0, 0.8, 2.0])))
    r, alpha, a, b = (float(one) for one in np.exp(best))
    return Rate(r, alpha, a, b, -value)


def _rate_likelihood(parameters: Numbers, of: Buyers) -> Numbers:
    r, alpha, a, b = parameters
    x = of.repeats
    shared = gammaln(r + x) - gammaln(np.array([r])) + r * np.log(alpha)
    shared += gammaln(np.array([a + b])) + gammaln(b + x) - gammaln(np.array([b])) - gammaln(a + b + x)
    stays = -(r + x) * np.log(alpha + of.watched)
    left = np.log(a) - np.log(b + np.maximum(x, 1) - 1) - (r + x) * np.log(alpha + of.last)
    return shared + np.where(x > 0, np.logaddexp(stays, left), stays)


def expected_repeats(model: Rate, buyers: Buyers, weeks: float) -> Numbers:
    """Return how many purchases each customer makes in the next weeks, given what they did."""
    r, alpha, a, b, _value = model
    x = buyers.repeats
    first = (a + b + x - 1) / (a - 1)
    ratio = (alpha + buyers.watched) / (alpha + buyers.watched + weeks)
    series = _hypergeometric(r + x, b + x, a + b + x - 1, weeks / (alpha + buyers.watched + weeks))
    odds = (a / (b + np.maximum(x, 1) - 1)) * ((alpha + buyers.watched) / (alpha + buyers.last)) ** (r + x)
    found: Numbers = first * (1 - ratio ** (r + x) * series) / (1 + np.where(x > 0, odds, 0.0))
    return np.maximum(found, 0.0)


def still_active(model: Rate, buyers: Buyers) -> Numbers:
    """Return how likely each customer is to buy from us still; whoever bought once cannot have left yet."""
    r, alpha, a, b, _value = model
    x = buyers.repeats
    odds = (a / (b + np.maximum(x, 1) - 1)) * ((alpha + buyers.watched) / (alpha + buyers.last)) ** (r + x)
    found: Numbers = 1 / (1 + np.where(x > 0, odds, 0.0))
    return found


def fit_spend(repeats: Numbers, means: Numbers) -> Spend:
    """Fit Gamma-Gamma to customers that came back: their number of purchases and the mean of them."""
    fit = (repeats > 0) & (means > 0)
    x, m = repeats[fit], means[fit]
    if len(x) < FEWEST_REPEATERS:
        raise TooFew
    scale = float(m.mean())
    m = m / scale

    def loss(logs: Numbers) -> float:
        p, q, gamma = np.exp(logs)
        one = np.array([1.0])
        value = gammaln(p * x + q) - gammaln(p * x) - gammaln(q * one) + q * np.log(gamma)
        value += (p * x - 1) * np.log(m) + p * x * np.log(x) - (p * x + q) * np.log(gamma + m * x)
        return -float(value.sum())

    best, value = _simplex(loss, np.log(np.array([5.0, 3.0, 1.0])))
    p, q, gamma = (float(one) for one in np.exp(best))
    return Spend(p, q, gamma * scale, -value - len(x) * math.log(scale))


def expected_spend(model: Spend, repeats: Numbers, means: Numbers) -> Numbers:
    """Return what a purchase of each customer is worth: their own mean, drawn towards that of all."""
    found: Numbers = model.p * (model.gamma + repeats * means) / (model.p * repeats + model.q - 1)
    return found


# --- the mathematics that numpy does not have


def gammaln(values: Numbers) -> Numbers:
    """Return the logarithm of the gamma function of positive numbers, to about twelve digits."""
    z = np.asarray(values, dtype=np.float64)
    below = np.zeros_like(z)
    shifted = z.copy()
    for _step in range(8):
        small = shifted < 8
        below = np.where(small, below + np.log(np.where(small, shifted, 1.0)), below)
        shifted = np.where(small, shifted + 1, shifted)
    inverse = 1 / shifted
    square = inverse * inverse
    tail = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188))))
    found: Numbers = (shifted - 0.5) * np.log(shifted) - shifted + 0.5 * math.log(2 * math.pi) + tail - below
    return found


def _hypergeometric(a: Numbers, b: Numbers, c: Numbers, z: Numbers) -> Numbers:
    """Return Gauss's 2F1 for 0 <= z < 1 by its series."""
    term = np.ones_like(z * a)
    total = term.copy()
    for n in range(5000):
        term = term * (a + n) * (b + n) / ((c + n) * (n + 1)) * z
        total += term
        if float(np.max(np.abs(term) / np.abs(total))) < 1e-12:
            break
    return total


def _simplex(
    loss: Callable[[Numbers], float], start: Numbers, *, steps: int = 2000, close: float = 1e-9
) -> tuple[Numbers, float]:
    """Return where a function is least, by Nelder and Mead's simplex."""
    count = len(start)
    points: list[tuple[float, Any]] = [(loss(start), start)]
    for axis in range(count):
        moved = start.copy()
        moved[axis] += 0.5
        points.append((loss(moved), moved))
    for _step in range(steps):
        points.sort(key=lambda one: one[0])
        if points[-1][0] - points[0][0] < close * (1 + abs(points[0][0])):
            break
        middle = sum(point for _value, point in points[:-1]) / count
        worst = points[-1][1]
        reflected = middle + (middle - worst)
        value = loss(reflected)
        if value < points[0][0]:
            further = middle + 2 * (middle - worst)
            far = loss(further)
            points[-1] = (far, further) if far < value else (value, reflected)
        elif value < points[-2][0]:
            points[-1] = (value, reflected)
        else:
            nearer = middle + 0.5 * ((reflected if value < points[-1][0] else worst) - middle)
            near = loss(nearer)
            if near < min(value, points[-1][0]):
                points[-1] = (near, nearer)
            else:
                best = points[0][1]
                shrunk = [best + 0.5 * (point - best) for _value, point in points[1:]]
                points = [points[0], *((loss(point), point) for point in shrunk)]
    return points[0][1], points[0][0]
