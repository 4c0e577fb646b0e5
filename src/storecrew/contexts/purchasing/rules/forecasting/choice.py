"""Which method forecasts which article: judged by what each would have said in the newest part of the past.

Articles of one kind of demand learn from each other: a candidate starts with its mean error over all of the
kind, and an article's own errors count the more, the more of them there are. Otherwise a dozen own periods,
most of them 0, would pick the luckiest of forty candidates. The forecast is the mean of the best three.

The judge is the mean of MASE and RMSSE. Absolute errors alone are smallest for the median, which is 0 for
whatever sells in less than half of the periods; squared errors alone follow single large orders.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from storecrew.contexts.purchasing.rules.forecasting import errors
from storecrew.contexts.purchasing.rules.forecasting.candidates import Candidate, competitors
from storecrew.contexts.purchasing.rules.forecasting.kinds import kinds
from storecrew.contexts.purchasing.rules.forecasting.simple import Table

TRUST_IN_KIND = 100
"""How many own periods weigh as much as everything known about the kind."""
BEST = 3
MOST_JUDGED = 26
FEWEST_TO_JUDGE = 6
"""With fewer periods than this nothing is judged; the mean of all that is known forecasts."""


class Choice(NamedTuple):
    """The candidates, per article the numbers of the best three (articles, 3), and its kind of demand."""

    candidates: tuple[Candidate, ...]
    best: npt.NDArray[np.int64]
    kinds: npt.NDArray[np.str_]


@dataclass(frozen=True)
class Forecasts:
    """What is expected of each article, and how far such forecasts were off in the judged periods.

    `expected` is (articles, horizon), units per period, 0 where nothing is known. `mase` and `bias` (forecast
    less demand, units per period) are NaN and `deviation` (units per period, root of the mean squared error)
    is the spread of demand itself where nothing could be judged.
    """

    choice: Choice
    expected: Table
    mase: Table
    bias: Table
    deviation: Table

    def methods_of(self, article: int) -> tuple[str, ...]:
        """Return the codes of the methods whose mean forecasts an article."""
        return tuple(self.choice.candidates[number].code for number in self.choice.best[article])


def judged_periods(periods: int) -> int:
    """Return how many of the newest periods judge the candidates: a third of what is known."""
    return min(periods // 3, MOST_JUDGED) if periods >= FEWEST_TO_JUDGE else 0


def choose(history: Table, horizon: int, *, season: int) -> Choice:
    """Choose the best three candidates of each article by the past alone."""
    periods = history.shape[1]
    listed = competitors(season)
    of_kind = kinds(history)
    judged = judged_periods(periods)
    if not judged:
        mean = next(number for number, item in enumerate(listed) if item.code == "ses 0")
        return Choice(listed, np.full((history.shape[0], BEST), mean), of_kind)
    scale, squared_scale = errors.naive_scale(history), errors.squared_scale(history)
    scores = np.full((len(listed), history.shape[0]), np.inf)
    for number, candidate in enumerate(listed):
        found = errors.over_origins(candidate.walk(history, horizon), history, periods - judged, periods)
        own = (found.absolute / scale + np.sqrt(found.squared / squared_scale)) / 2
        scores[number] = _scores(own, found.counted / horizon, of_kind, candidate)
    best = np.argsort(scores, axis=0, kind="stable")[:BEST].T
    # A candidate that never spoke must not be averaged in: the best one takes its place.
    silent = np.isinf(np.take_along_axis(scores.T, best, axis=1))
    return Choice(listed, np.where(silent, best[:, :1], best), of_kind)


def _scores(own: Table, count: Table, of_kind: npt.NDArray[np.str_], candidate: Candidate) -> Table:
    """Return a candidate's score per article: its own scaled error, drawn towards the mean of the kind."""
    scores = np.full(own.shape, np.inf)
    for kind in candidate.kinds:
        members = of_kind == kind
        if not members.any():
            continue
        pooled = errors.mean_of(own[members])
        mine = np.where(np.isnan(own[members]), pooled, own[members])
        weight = count[members]
        mixed = (weight * mine + TRUST_IN_KIND * pooled) / (weight + TRUST_IN_KIND)
        scores[members] = np.where(np.isnan(mixed), np.inf, mixed)
    return scores


def combined_walk(choice: Choice, history: Table, horizon: int) -> Table:
    """Return the walk of what was chosen: the mean of each article's three methods."""
    total = np.zeros((history.shape[0], history.shape[1] + 1, horizon))
    for number in np.unique(choice.best):
        times = (choice.best == number).sum(axis=1)
        members = np.flatnonzero(times)
        walk = choice.candidates[number].walk(history[members], horizon)
        total[members] += walk * times[members, None, None]
    return total / BEST


def forecast(history: Table, horizon: int, *, season: int) -> Forecasts:
    """Choose and forecast the next `horizon` periods of every article.

    `history` is (articles, periods), oldest first, NaN where nothing is known.
    """
    choice = choose(history, horizon, season=season)
    walk = combined_walk(choice, history, horizon)
    periods = history.shape[1]
    judged = judged_periods(periods)
    first_step = walk[:, :, :1]
    found = errors.over_origins(first_step, history, periods - judged, periods)
    return Forecasts(
        choice=choice,
        expected=np.nan_to_num(walk[:, -1, :], nan=0.0),
        mase=found.absolute / errors.naive_scale(history),
        bias=found.signed,
        deviation=np.where(np.isnan(found.squared), _spread(history), np.sqrt(found.squared)),
    )


def _spread(history: Table) -> Table:
    known = ~np.isnan(history)
    count = np.maximum(known.sum(axis=1), 1)
    values = np.where(known, history, 0.0)
    mean = values.sum(axis=1) / count
    return np.sqrt(np.where(known, (values - mean[:, None]) ** 2, 0.0).sum(axis=1) / count)
