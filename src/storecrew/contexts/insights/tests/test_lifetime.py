"""BG/NBD and Gamma-Gamma against published figures, and against customers made by a known law (MKT-4)."""

from __future__ import annotations

import math

import numpy as np
import pytest

from storecrew.contexts.insights.rules.lifetime import (
    Buyers,
    Rate,
    Spend,
    TooFew,
    expected_repeats,
    expected_spend,
    fit_rate,
    fit_spend,
    gammaln,
    still_active,
)

# Fader, Hardie and Lee (2005), table 2, for the CDNOW customers over 39 weeks.
PUBLISHED = Rate(0.243, 4.414, 0.793, 2.426, -9582.4)


def test_the_gamma_function_is_that_of_the_standard_library():
    values = np.array([0.01, 0.5, 1.0, 2.0, 3.7, 8.0, 55.5, 1e4])
    assert gammaln(values) == pytest.approx([math.lgamma(one) for one in values], rel=1e-11, abs=1e-11)


def test_mkt_04_the_published_forecast_of_one_customer():
    # Fader and Hardie, "Implementing the BG/NBD Model in Excel": 2 repeats until week 30.43 of 38.86
    one = Buyers(np.array([2.0]), np.array([30.43]), np.array([38.86]))
    assert expected_repeats(PUBLISHED, one, 39.0)[0] == pytest.approx(1.226, abs=0.001)


def test_mkt_04_the_published_mean_of_what_is_spent():
    """The CDNOW customers in the note of Fader and Hardie of 2013."""
    model = Spend(6.25, 3.74, 15.44, 0.0)
    assert model.mean == pytest.approx(35.22, abs=0.02)
    nobody = expected_spend(model, np.array([0.0]), np.array([0.0]))
    assert nobody[0] == pytest.approx(model.mean)
    loyal = expected_spend(model, np.array([50.0]), np.array([80.0]))
    assert 75 < loyal[0] < 80


def made(count: int, law: tuple[float, float, float, float], weeks: float) -> Buyers:
    """Customers who buy and leave by a known law."""
    r, alpha, a, b = law
    chance = np.random.default_rng(5)
    repeats, last, watched = np.zeros(count), np.zeros(count), chance.uniform(weeks * 0.7, weeks, count)
    rates, leaving = chance.gamma(r, 1 / alpha, count), chance.beta(a, b, count)
    for one in range(count):
        at = 0.0
        while True:
            at += chance.exponential(1 / rates[one])
            if at > watched[one]:
                break
            repeats[one] += 1
            last[one] = at
            if chance.random() < leaving[one]:
                break
    return Buyers(repeats, last, watched)


def test_mkt_04_a_known_law_is_found_again():
    buyers = made(6000, (0.6, 5.0, 0.9, 2.5), 52.0)
    model = fit_rate(buyers)
    assert model.r == pytest.approx(0.6, rel=0.15)
    assert model.alpha == pytest.approx(5.0, rel=0.2)
    # what all of them do next is what the law says, whichever parameters describe it
    truth = Rate(0.6, 5.0, 0.9, 2.5, 0.0)
    now, then = (expected_repeats(one, buyers, 26.0).sum() for one in (model, truth))
    assert now == pytest.approx(then, rel=0.05)


def test_what_people_spend_is_found_again():
    chance = np.random.default_rng(6)
    repeats = chance.integers(1, 8, 4000).astype(float)
    means = np.array([chance.gamma(6.0 * x, 1 / (chance.gamma(4.0, 1 / 15.0) * x)) for x in repeats])
    model = fit_spend(repeats, means)
    assert model.mean == pytest.approx(6.0 * 15.0 / 3.0, rel=0.06)


def test_too_few_customers_are_no_forecast():
    few = Buyers(np.ones(20), np.ones(20), np.full(20, 10.0))
    with pytest.raises(TooFew):
        fit_rate(few)
    with pytest.raises(TooFew):
        fit_spend(np.ones(5), np.ones(5))


def test_mkt_21_whoever_bought_often_and_not_for_long_is_expected_to_be_gone():
    rate = Rate(0.243, 4.414, 0.793, 2.426, 0.0)
    repeats, last, watched = np.array([0.0, 8.0, 8.0]), np.array([0.0, 37.0, 10.0]), np.array([39.0] * 3)
    active = still_active(rate, Buyers(repeats, last, watched))
    assert active[0] == 1.0
    assert active[1] > 0.8
    assert active[2] < 0.05
