"""Kinds of demand after Syntetos, Boylan and Croston (2005): how often, and how evenly, an article sells."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from storecrew.contexts.purchasing.rules.forecasting.simple import Table

SMOOTH, ERRATIC, INTERMITTENT, LUMPY, NONE = "smooth", "erratic", "intermittent", "lumpy", "none"
KINDS = (SMOOTH, ERRATIC, INTERMITTENT, LUMPY, NONE)
SELDOM = 1.32
"""Mean time between two demands, in periods (ADI), from which demand is intermittent."""
UNEVEN = 0.49
"""Squared coefficient of variation of the sizes of demands from which they are uneven."""


def interval_and_variation(history: Table) -> tuple[Table, Table]:
    """Return of each article its ADI (inf without any demand) and its CV² (0 with fewer than two)."""
    known = ~np.isnan(history)
    values = np.where(known, history, 0.0)
    sold = values > 0
    demands = sold.sum(axis=1)
    adi = np.where(demands > 0, known.sum(axis=1) / np.maximum(demands, 1), np.inf)
    mean = np.where(sold, values, 0.0).sum(axis=1) / np.maximum(demands, 1)
    spread = np.where(sold, (values - mean[:, None]) ** 2, 0.0).sum(axis=1) / np.maximum(demands, 1)
    variation = spread / np.where(mean > 0, mean, 1.0) ** 2
    return adi, variation


def kinds(history: Table) -> npt.NDArray[np.str_]:
    """Return the kind of demand of each article; "none" when nothing was ever sold."""
    adi, variation = interval_and_variation(history)
    seldom, uneven = adi >= SELDOM, variation >= UNEVEN
    return np.select(
        [np.isinf(adi), ~seldom & ~uneven, ~seldom, ~uneven],
        [NONE, SMOOTH, ERRATIC, INTERMITTENT],
        LUMPY,
    )
