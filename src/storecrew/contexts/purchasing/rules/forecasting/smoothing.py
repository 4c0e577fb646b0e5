"""Exponential smoothing: level (SES), damped trend (Holt), and seasons (Holt-Winters, additive).

A weight never falls below one over the number of values seen, so that the first value does not stay in the
level for ever and no start value has to be guessed; weight 0 is the mean of everything.
"""

from __future__ import annotations

import numpy as np

from storecrew.contexts.purchasing.rules.forecasting.simple import Table, flat


def simple_smoothing(history: Table, horizon: int, *, weight: float) -> Table:
    """Forecast a level that follows the demand (SES)."""
    articles, periods = history.shape
    level, seen = np.zeros(articles), np.zeros(articles)
    levels = np.full((articles, periods + 1), np.nan)
    for origin in range(periods):
        value = history[:, origin]
        known = ~np.isnan(value)
        level = np.where(known, level + np.maximum(weight, 1 / (seen + 1)) * (value - level), level)
        seen += known
        levels[:, origin + 1] = np.where(seen > 0, level, np.nan)
    return flat(levels, horizon)


def damped_trend(history: Table, horizon: int, *, weight: float, trend: float, damping: float) -> Table:
    """Forecast a level and a trend that fades (Holt, damped); never below 0."""
    articles, periods = history.shape
    level, slope, seen = np.zeros(articles), np.zeros(articles), np.zeros(articles)
    reach = np.cumsum(damping ** np.arange(1, horizon + 1))
    walk = np.full((articles, periods + 1, horizon), np.nan)
    for origin in range(periods):
        value = history[:, origin]
        started = seen > 0
        # An unknown period still moves the level along the trend: time passed.
        base = level + damping * slope
        miss = np.where(np.isnan(value), 0.0, value - base)
        level = base + np.where(started, np.maximum(weight, 1 / (seen + 1)), 1.0) * miss
        slope = damping * slope + np.where(started, weight * trend, 0.0) * miss
        seen += ~np.isnan(value)
        ahead = level[:, None] + reach[None, :] * slope[:, None]
        walk[:, origin + 1] = np.where(seen[:, None] > 0, ahead, np.nan)
    return np.maximum(walk, 0.0)


def holt_winters(
    history: Table, horizon: int, *, season: int, weight: float, trend: float, shape: float
) -> Table:
    """Forecast level, damped trend and additive seasons; speaks from two full seasons on, never below 0."""
    damping = 0.9
    articles, periods = history.shape
    walk = np.full((articles, periods + 1, horizon), np.nan)
    if periods < 2 * season:
        return walk
    first = history[:, :season]
    known = ~np.isnan(first)
    level = np.where(known, first, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    seasons = np.where(known, first - level[:, None], 0.0)
    slope = np.zeros(articles)
    seen = known.sum(axis=1)
    reach = np.cumsum(damping ** np.arange(1, horizon + 1))
    for origin in range(season, periods):
        value, place = history[:, origin], origin % season
        base = level + damping * slope
        miss = np.where(np.isnan(value), 0.0, value - base - seasons[:, place])
        level = base + weight * miss
        slope = damping * slope + weight * trend * miss
        seasons[:, place] += shape * (1 - weight) * miss
        seen += ~np.isnan(value)
        if origin + 1 >= 2 * season:
            places = (origin + 1 + np.arange(horizon)) % season
            ahead = level[:, None] + reach[None, :] * slope[:, None] + seasons[:, places]
            walk[:, origin + 1] = np.where(seen[:, None] >= season, ahead, np.nan)
    return np.maximum(walk, 0.0)
