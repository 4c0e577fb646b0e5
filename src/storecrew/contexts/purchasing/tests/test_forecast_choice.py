"""Choosing methods by back-test, honestly; what a back-test says; promotions taken out and put on."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storecrew.contexts.purchasing.rules.forecasting import choice, errors
from storecrew.contexts.purchasing.rules.forecasting.backtest import back_test
from storecrew.contexts.purchasing.rules.forecasting.uplift import (
    measured_factor,
    with_planned,
    without_promotions,
)

NAN = float("nan")


def seasonal(articles=6, years=5):
    """Monthly demand with a strong season and a little noise."""
    chance = np.random.default_rng(7)
    shape = 100 + 60 * np.sin(np.arange(12 * years) * 2 * np.pi / 12)
    return np.maximum(shape + chance.normal(0, 4, (articles, 12 * years)), 0).round()


def seldom(articles=200, periods=60):
    """Demand in one period of five, one to three units, as spare parts have."""
    chance = np.random.default_rng(7)
    sizes = chance.integers(1, 4, (articles, periods))
    return np.where(chance.random((articles, periods)) < 0.2, sizes, 0).astype(float)


def families(chosen):
    return {chosen.candidates[number].family for number in chosen.best.ravel()}


def test_a_season_is_forecast_by_methods_that_know_it():
    history = seasonal()
    chosen = choice.choose(history, 3, season=12)
    assert families(chosen) <= {"holt_winters", "seasonal_naive"}
    expected = choice.forecast(history, 12, season=12).expected
    assert expected[:, 3].mean() > 150
    assert expected[:, 9].mean() < 50


def test_spare_parts_are_not_forecast_by_their_newest_value():
    assert not families(choice.choose(seldom(), 3, season=12)) & {"naive", "seasonal_naive"}


def test_the_choice_is_made_without_the_hidden_periods():
    history = seldom()
    result = back_test(history, season=12, horizon=3, hidden=6)
    disturbed = history.copy()
    disturbed[:, -6:] = 1_000
    again = back_test(disturbed, season=12, horizon=3, hidden=6)
    np.testing.assert_array_equal(result.choice.best, again.choice.best)
    assert again.chosen.mase > result.chosen.mase


def test_chosen_forecasts_beat_what_everybody_knows():
    result = back_test(seldom(), season=12, horizon=3, hidden=12)
    assert result.beats_all
    assert abs(result.chosen.bias) < 0.1
    assert result.scored + result.unscored == 200
    assert set(result.baselines) == {
        "naive", "seasonal_naive_12", "moving_average_3", "moving_average_6", "moving_average_12",
    }  # fmt: skip


def test_errors_are_counted_by_hand():
    history = np.array([[1.0, 3.0, NAN, 2.0, 6.0]])
    walk = np.full((1, 6, 2), 4.0)
    found = errors.over_origins(walk, history, 3, 5)
    # from origin 3: 4-2 and 4-6; from origin 4: 4-6; what lies behind the end is not compared
    assert found.counted.tolist() == [3]
    assert found.absolute.tolist() == [2]
    assert found.signed.tolist() == pytest.approx([-2 / 3])
    assert errors.naive_scale(history).tolist() == [3]  # 1 to 3 and 2 to 6; the unknown one has no change
    assert np.isnan(errors.naive_scale(np.array([[5.0, 5.0, 5.0], [NAN, NAN, 1.0]]))).all()


def test_an_article_whose_demand_never_changed_is_not_scored_but_is_forecast():
    history = np.vstack([np.full((1, 24), 5.0), seldom(20, 24)])
    result = back_test(history, season=12, horizon=2, hidden=4)
    assert np.isnan(result.mase[0])
    assert result.unscored >= 1
    assert choice.forecast(history, 2, season=12).expected[0] == pytest.approx([5, 5])


@pytest.mark.parametrize(
    ("row", "expected"),
    [([4.0], 4), ([4.0, 8.0], 6), ([NAN, 3.0, NAN], 3), ([0.0, 0.0], 0), ([NAN, NAN], 0)],
)
def test_short_histories_are_forecast_by_their_mean(row, expected):
    made = choice.forecast(np.array([row]), 2, season=12)
    assert made.expected[0].tolist() == [expected, expected]
    assert np.isnan(made.mase[0])
    assert made.methods_of(0) == ("ses 0",) * 3


def test_the_spread_of_short_histories_is_that_of_demand():
    assert choice.forecast(np.array([[2.0, 6.0]]), 1, season=12).deviation.tolist() == [2]


def test_missing_periods_are_not_zeros():
    known = np.tile([10.0, NAN], (1, 20))
    assert choice.forecast(known, 1, season=12).expected[0, 0] == pytest.approx(10)


@settings(max_examples=40, deadline=None)
@given(
    rows=st.integers(1, 20).flatmap(
        lambda n: st.lists(
            st.lists(st.one_of(st.none(), st.integers(0, 99)), min_size=n, max_size=n), min_size=1, max_size=4
        )
    )
)
def test_every_history_gives_finite_forecasts(rows):
    history = np.array([[NAN if value is None else float(value) for value in row] for row in rows])
    made = choice.forecast(history, 3, season=4)
    assert np.isfinite(made.expected).all()
    assert (made.expected >= 0).all()
    assert np.isfinite(made.deviation).all()


def test_too_few_periods_cannot_be_tested():
    with pytest.raises(ValueError, match="at least one hidden period"):
        back_test(np.ones((1, 3)), season=12, horizon=1, hidden=2)


def test_a_promotion_is_taken_out_of_the_past_and_put_on_the_future():
    history = np.array([[10.0, 30.0, 10.0, 10.0]])
    cleaned = without_promotions(history, {(0, 1): 3.0})
    assert cleaned.tolist() == [[10, 10, 10, 10]]
    # 10 a week are usual: 3.5 a day on two days add twice what they are above 10/7, fewer add nothing
    planned = with_planned(cleaned[:, :2], {(0, 1): [(2, 3.5), (7, 1.0)]})
    assert planned.tolist() == [[10, pytest.approx(10 + 2 * (3.5 - 10 / 7))]]
    assert history[0, 1] == 30
    with pytest.raises(ValueError, match="not a factor"):
        without_promotions(cleaned, {(0, 0): 0.0})


def test_what_a_promotion_did_is_measured_and_never_below_the_usual():
    start = dt.date(2026, 3, 2)
    days = {start - dt.timedelta(days=back): 2 for back in range(1, 29)}

    def measured(units):
        return measured_factor(days | {start: units}, start, start, before=28)

    assert (measured(6), measured(1), measured(500)) == (3, 1, 20)
    assert measured_factor({start: 5}, start, start, before=28) == 1
    assert measured_factor(days, start, start - dt.timedelta(days=1), before=28) == 1
