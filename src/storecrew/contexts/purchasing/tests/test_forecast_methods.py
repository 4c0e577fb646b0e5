"""The methods of forecasting on demand whose answer is known, and what must hold for any demand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storecrew.contexts.purchasing.rules.forecasting import intermittent, simple, smoothing
from storecrew.contexts.purchasing.rules.forecasting.candidates import competitors
from storecrew.contexts.purchasing.rules.forecasting.kinds import kinds

NAN = float("nan")
SEASON = 4
CANDIDATES = list({candidate.family: candidate for candidate in competitors(SEASON)}.values())
"""One of each family: the last, with the largest weights."""
BY_CODE = pytest.mark.parametrize("candidate", CANDIDATES, ids=lambda item: item.code)

quantities = st.one_of(st.none(), st.integers(0, 500))
histories = st.integers(1, 24).flatmap(
    lambda periods: st.lists(st.lists(quantities, min_size=periods, max_size=periods), min_size=1, max_size=3)
)


def table(*rows):
    return np.array([[NAN if value is None else float(value) for value in row] for row in rows])


def ahead(walk):
    """The forecast after the last period, of the first article."""
    return walk[0, -1].tolist()


def test_naive_repeats_the_newest_known_value():
    assert ahead(simple.naive(table([3, 5, None]), 2)) == [5, 5]


def test_seasonal_naive_repeats_the_season_and_fills_what_is_not_known():
    assert ahead(simple.seasonal_naive(table([1, 2, 3, 4, 5, 6, 7, 8]), 5, season=4)) == [5, 6, 7, 8, 5]
    assert ahead(simple.seasonal_naive(table([1, None, 3, 4]), 2, season=4)) == [1, 4]
    assert ahead(simple.seasonal_naive(table([7, 9]), 2, season=4)) == [9, 9]


def test_moving_average_counts_known_periods_only():
    assert ahead(simple.moving_average(table([100, 2, 4, None, 6]), 1, window=4)) == [4]
    assert ahead(simple.moving_average(table([3, None, None]), 1, window=2)) == [3]


def test_simple_smoothing_starts_as_a_mean_and_then_follows():
    assert ahead(smoothing.simple_smoothing(table([2, 4, 9]), 1, weight=0)) == [5]
    # the weights are 1, 1/2 and then 0.5 for ever: 2, 3, 6, 8
    assert ahead(smoothing.simple_smoothing(table([2, 4, 9, 10]), 1, weight=0.5)) == [8]


def test_a_damped_trend_goes_on_and_fades():
    walk = smoothing.damped_trend(table(range(10, 50, 2)), 6, weight=0.3, trend=0.3, damping=0.8)
    steps = np.diff(ahead(walk))
    assert (steps > 0).all()
    assert (np.diff(steps) < 0).all()


def test_holt_winters_finds_the_season_after_two_of_them():
    walk = smoothing.holt_winters(table([10, 20, 30, 40] * 5), 4, season=4, weight=0.05, trend=0, shape=0.1)
    assert ahead(walk) == pytest.approx([10, 20, 30, 40])
    assert np.isnan(walk[0, :8]).all()
    assert not np.isnan(walk[0, 8:]).any()


def test_croston_divides_the_size_by_the_time_between():
    history = table([0, 0, 6, 0, 0, 6, 0, 0, 6])
    assert ahead(intermittent.croston(history, 1, weight=0.1)) == pytest.approx([2])
    assert ahead(intermittent.sba(history, 1, weight=0.1)) == pytest.approx([1.9])


def test_tsb_fades_out_where_croston_stays():
    history = table([4, 0, 4, 0] + [0] * 40)
    assert ahead(intermittent.tsb(history, 1, weight=0.2, chance_weight=0.2))[0] < 0.01
    assert ahead(intermittent.croston(history, 1, weight=0.2))[0] > 1.9


def test_kinds_of_demand_by_interval_and_variation():
    rows = table(
        [5, 6, 5, 4, 5, 6, 5, 5, 4, 5, 5, 6],
        [1, 30, 2, 1, 40, 2, 1, 1, 50, 1, 2, 1],
        [0, 0, 5, 0, 0, 5, 0, 0, 5, 0, 0, 5],
        [0, 0, 1, 0, 0, 50, 0, 0, 2, 0, 0, 1],
        [0] * 12,
        [None] * 12,
    )
    assert kinds(rows).tolist() == ["smooth", "erratic", "intermittent", "lumpy", "none", "none"]


@BY_CODE
def test_constant_demand_is_forecast_as_it_is(candidate):
    walk = candidate.walk(table([7] * 16), 3)
    assert ahead(walk) == pytest.approx(
        [7 * (1 - float(candidate.setting) / 2)] * 3 if candidate.family == "sba" else [7] * 3
    )


@BY_CODE
def test_no_demand_is_forecast_as_none(candidate):
    assert ahead(candidate.walk(table([0] * 16), 3)) == [0, 0, 0]


@BY_CODE
def test_nothing_known_is_not_forecast_as_zero(candidate):
    assert np.isnan(candidate.walk(table([None] * 16), 2)).all()


@BY_CODE
@settings(max_examples=12, deadline=None)
@given(rows=histories, factor=st.sampled_from([2.0, 10.0, 0.5]))
def test_demand_in_other_units_gives_the_forecast_in_those_units(candidate, rows, factor):
    history = table(*rows)
    np.testing.assert_allclose(
        candidate.walk(history * factor, 3), candidate.walk(history, 3) * factor, rtol=1e-9, atol=1e-9
    )


@BY_CODE
@settings(max_examples=12, deadline=None)
@given(rows=histories, origin=st.integers(0, 24), other=st.integers(0, 10_000))
def test_a_forecast_never_knows_what_comes_after_it(candidate, rows, origin, other):
    history = table(*rows)
    origin = min(origin, history.shape[1])
    changed = history.copy()
    changed[:, origin:] = other
    # Holt-Winters needs two seasons to speak, so only the length of the table is known to it.
    before = candidate.walk(history, 3)[:, : origin + 1]
    np.testing.assert_array_equal(candidate.walk(changed, 3)[:, : origin + 1], before)


@BY_CODE
@settings(max_examples=12, deadline=None)
@given(rows=histories)
def test_a_forecast_is_never_negative_and_its_shape_is_articles_origins_steps(candidate, rows):
    history = table(*rows)
    walk = candidate.walk(history, 3)
    assert walk.shape == (*np.add(history.shape, (0, 1)), 3)
    assert not (walk < 0).any()
    assert not np.isinf(walk).any()


@BY_CODE
@settings(max_examples=8, deadline=None)
@given(rows=histories)
def test_articles_are_forecast_each_by_itself(candidate, rows):
    history = table(*rows)
    together = candidate.walk(history, 2)
    for number in range(history.shape[0]):
        np.testing.assert_array_equal(candidate.walk(history[number : number + 1], 2)[0], together[number])
