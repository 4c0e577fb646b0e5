"""The methods everybody knows; the others have to be better than these.

A *walk* goes through a table of demand (articles x periods) once and returns what the method would have
forecast before each period: shape (articles, periods + 1, horizon). Entry `[a, o, k]` is the forecast of
period `o + k` made from the periods before `o` only, so a back-test cannot look ahead. NaN where the method
has nothing to go by yet.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Table = npt.NDArray[np.float64]


def flat(levels: Table, horizon: int) -> Table:
    """Return a walk that forecasts the same for every period ahead; `levels` is (articles, periods + 1)."""
    return np.broadcast_to(levels[:, :, None], (*levels.shape, horizon))


def last_known(history: Table) -> Table:
    """Return the newest known value before each origin, (articles, periods + 1)."""
    articles, periods = history.shape
    levels = np.full((articles, periods + 1), np.nan)
    for origin in range(periods):
        value = history[:, origin]
        levels[:, origin + 1] = np.where(np.isnan(value), levels[:, origin], value)
    return levels


def naive(history: Table, horizon: int) -> Table:
    """Forecast the newest known value."""
    return flat(last_known(history), horizon)


def seasonal_naive(history: Table, horizon: int, *, season: int) -> Table:
    """Forecast what was sold one season ago; the newest value where that is not known."""
    articles, periods = history.shape
    last = last_known(history)
    walk = np.empty((articles, periods + 1, horizon))
    for step in range(horizon):
        back = season - step % season
        past = np.full((articles, periods + 1), np.nan)
        if back <= periods:
            past[:, back:] = history[:, : periods + 1 - back]
        walk[:, :, step] = np.where(np.isnan(past), last, past)
    return walk


def moving_average(history: Table, horizon: int, *, window: int) -> Table:
    """Forecast the mean of the newest `window` periods, of those of them that are known."""
    known = ~np.isnan(history)
    sums = np.cumsum(np.where(known, history, 0.0), axis=1)
    counts = np.cumsum(known, axis=1)
    last = last_known(history)
    levels = last.copy()
    for origin in range(1, history.shape[1] + 1):
        start = origin - window
        total = sums[:, origin - 1] - (sums[:, start - 1] if start > 0 else 0.0)
        count = counts[:, origin - 1] - (counts[:, start - 1] if start > 0 else 0)
        levels[:, origin] = np.where(count > 0, total / np.maximum(count, 1), last[:, origin])
    return flat(levels, horizon)
