"""Errors of forecasts over rolling origins, and the scales that make articles comparable."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from storecrew.contexts.purchasing.rules.forecasting.simple import Table


class Errors(NamedTuple):
    """Per article: mean absolute, mean squared and mean signed error, and how many were compared.

    Signed is forecast less demand: positive means too much was forecast. NaN where nothing was compared.
    """

    absolute: Table
    squared: Table
    signed: Table
    counted: Table


def over_origins(walk: Table, history: Table, first: int, end: int) -> Errors:
    """Compare the forecasts made at `first` to `end - 1` with the periods before `end` that they were for."""
    articles, horizon = history.shape[0], walk.shape[2]
    absolute, squared, signed, count = (np.zeros(articles) for _ in range(4))
    for step in range(horizon):
        if first + step >= end:
            break
        miss = walk[:, first : end - step, step] - history[:, first + step : end]
        known = ~np.isnan(miss)
        miss = np.where(known, miss, 0.0)
        absolute += np.abs(miss).sum(axis=1)
        squared += (miss**2).sum(axis=1)
        signed += miss.sum(axis=1)
        count += known.sum(axis=1)
    some = np.where(count > 0, count, np.nan)
    return Errors(absolute / some, squared / some, signed / some, count)


def naive_scale(history: Table) -> Table:
    """Return the mean absolute change from one known period to the next: the scale of MASE.

    NaN where there is none, or where demand never changed.
    """
    return _mean_change(np.abs(np.diff(history, axis=1)))


def squared_scale(history: Table) -> Table:
    """Return the mean squared change from one known period to the next: the scale of RMSSE squared."""
    return _mean_change(np.diff(history, axis=1) ** 2)


def _mean_change(change: Table) -> Table:
    known = ~np.isnan(change)
    mean = np.where(known, change, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    return np.where(mean > 0, mean, np.nan)


def mean_of(values: Table) -> float:
    """Return the mean of the values that are numbers, NaN for none."""
    numbers = values[~np.isnan(values)]
    return float(numbers.mean()) if numbers.size else float("nan")
