"""Chosen forecasts against seasonal-naive and moving averages: MASE on hidden periods, and the time it takes.

The public files are read where they lie beside the checkout; otherwise demand of the same shape is generated.
"Ours" is the MASE of what was chosen without the hidden periods, the bound the best baseline by hindsight.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench.measures import Goal, Measure
from storecrew.contexts.purchasing.providers.demand_file import read_demand
from storecrew.contexts.purchasing.rules.forecasting.backtest import back_test
from storecrew.contexts.purchasing.rules.forecasting.choice import forecast

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "demand-forecasting"
CARPARTS, WEEKLY = "carparts_1998-01_2001-03.csv.gz", "uci_weekly_811_W0-W39.csv"
BETTER = Goal("ratio", "<=", 1.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """Generated articles per case, and articles of the timing."""

    articles: int
    timed: int


SCALES = {"tiny": Scale(40, 40), "small": Scale(400, 1_000), "full": Scale(2_000, 20_000)}


def run(scale: Scale) -> Iterator[Measure]:
    """Monthly spare parts, weekly goods, and the night's work for many articles."""
    for name, season, horizon, hidden in ((CARPARTS, 12, 3, 6), (WEEKLY, 52, 4, 8)):
        path = SHARED / name
        given = path.exists()
        demand = read_demand(path).values if given else _generated(name, scale.articles)
        result = back_test(demand, season=season, horizon=horizon, hidden=hidden)
        best = min(result.baselines, key=lambda code: result.baselines[code].mase)
        yield Measure(
            f"{name.partition('_')[0]}: {horizon} ahead, {hidden} hidden",
            "MASE",
            result.chosen.mase,
            result.baselines[best].mase,
            BETTER,
            note=f"{result.scored} articles, bias {result.chosen.bias:+.1%}, bound {best}"
            + ("" if given else ", generated"),
        )
    weekly = np.tile(_generated(CARPARTS, 500), (-(-scale.timed // 500), 3))[: scale.timed, :104]
    started = time.perf_counter()
    forecast(weekly, 8, season=52)
    seconds = time.perf_counter() - started
    yield Measure(
        f"{scale.timed} articles, 104 weeks, 8 ahead", "articles/s", scale.timed / seconds, note="one process"
    )


def _generated(name: str, articles: int) -> npt.NDArray[np.float64]:
    """Return seldom demand of 39 months, or steady demand of 40 weeks; the same at every run."""
    chance = np.random.default_rng(11)
    if name == CARPARTS:
        sizes = chance.integers(1, 4, (articles, 39))
        often = chance.uniform(0.05, 0.6, (articles, 1))
        return np.where(chance.random((articles, 39)) < often, sizes, 0).astype(float)
    level = chance.uniform(1, 40, (articles, 1))
    return chance.poisson(level * chance.uniform(0.8, 1.2, (1, 40))).astype(float)
