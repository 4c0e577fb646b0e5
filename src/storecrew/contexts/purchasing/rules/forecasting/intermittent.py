"""Methods for articles that sell only now and then: how much, and how often, are smoothed apart."""

from __future__ import annotations

import numpy as np

from storecrew.contexts.purchasing.rules.forecasting.simple import Table, flat


def croston(history: Table, horizon: int, *, weight: float) -> Table:
    """Forecast the size of a demand divided by the time between two (Croston 1972)."""
    return flat(_rates(history, weight), horizon)


def sba(history: Table, horizon: int, *, weight: float) -> Table:
    """Forecast as Croston, less the bias of a quotient of two means (Syntetos and Boylan 2005)."""
    return flat((1 - weight / 2) * _rates(history, weight), horizon)


def _rates(history: Table, weight: float) -> Table:
    articles, periods = history.shape
    size, gap, hits = np.zeros(articles), np.zeros(articles), np.zeros(articles)
    since, seen = np.ones(articles), np.zeros(articles)
    rates = np.full((articles, periods + 1), np.nan)
    for origin in range(periods):
        value = history[:, origin]
        known = ~np.isnan(value)
        sold = known & (value > 0)
        step = np.maximum(weight, 1 / (hits + 1))
        size = np.where(sold, size + step * (value - size), size)
        gap = np.where(sold, gap + step * (since - gap), gap)
        since = np.where(sold, 1.0, since + known)
        hits += sold
        seen += known
        rates[:, origin + 1] = np.where(seen > 0, size / np.maximum(gap, 1.0), np.nan)
    return rates


def tsb(history: Table, horizon: int, *, weight: float, chance_weight: float) -> Table:
    """Forecast the size of a demand times its chance (Teunter, Syntetos and Babai 2011).

    The chance falls with every period without demand, so an article that nobody wants any more fades out.
    """
    articles, periods = history.shape
    size, chance = np.zeros(articles), np.zeros(articles)
    hits, seen = np.zeros(articles), np.zeros(articles)
    levels = np.full((articles, periods + 1), np.nan)
    for origin in range(periods):
        value = history[:, origin]
        known = ~np.isnan(value)
        sold = known & (value > 0)
        size = np.where(sold, size + np.maximum(weight, 1 / (hits + 1)) * (value - size), size)
        step = np.maximum(chance_weight, 1 / (seen + 1))
        chance = np.where(known, chance + step * (sold - chance), chance)
        hits += sold
        seen += known
        levels[:, origin + 1] = np.where(seen > 0, size * chance, np.nan)
    return flat(levels, horizon)
