"""Is the choice any good? The newest periods are hidden, the choice is made, and only then they are shown."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from storecrew.contexts.purchasing.rules.forecasting import errors
from storecrew.contexts.purchasing.rules.forecasting.candidates import baselines
from storecrew.contexts.purchasing.rules.forecasting.choice import BEST, Choice, choose, combined_walk
from storecrew.contexts.purchasing.rules.forecasting.simple import Table


@dataclass(frozen=True)
class Score:
    """The error of one way to forecast, over all articles that can be compared.

    `mase` is the mean of the articles' MASE (below 1 is better than repeating the last value within the
    past), `rmsse` the mean of the root of squared scaled errors, `wape` the sum of absolute errors and `bias`
    the sum of signed errors (forecast less demand), both divided by the demand they were for.
    """

    mase: float
    rmsse: float
    wape: float
    bias: float


@dataclass(frozen=True)
class BackTest:
    """The hidden periods against what was chosen and against the baselines.

    `scored` articles have a scale and demand to compare with; `unscored` never changed or were not known.
    """

    scored: int
    unscored: int
    chosen: Score
    baselines: dict[str, Score]
    kinds: dict[str, int]
    families: dict[str, int]
    choice: Choice
    mase: Table

    @property
    def beats_all(self) -> bool:
        """Say whether the chosen forecasts have a smaller MASE than every baseline."""
        return all(self.chosen.mase < score.mase for score in self.baselines.values())


def back_test(history: Table, *, season: int, horizon: int, hidden: int) -> BackTest:
    """Choose without the last `hidden` periods, then forecast through them from rolling origins.

    From each origin in the hidden part the next `horizon` periods are forecast as far as they are known; the
    methods see the demand up to the origin, the choice of methods stays what it was. ValueError when fewer
    than two periods would remain.
    """
    periods = history.shape[1]
    start = periods - hidden
    if hidden < 1 or start < 2:
        raise ValueError("at least one hidden period and two before it are needed")
    past = history[:, :start]
    choice = choose(past, horizon, season=season)
    scale = errors.naive_scale(past)
    squared_scale = errors.squared_scale(past)
    found = errors.over_origins(combined_walk(choice, history, horizon), history, start, periods)
    compared = ~np.isnan(found.absolute) & ~np.isnan(scale)
    scores = {}
    for item in baselines(season):
        off = errors.over_origins(item.walk(history, horizon), history, start, periods)
        scores[item.code.replace(" ", "_")] = _score(off, history, (start, periods), scale, squared_scale)
    families = Counter(choice.candidates[number].family for number in choice.best.ravel())
    return BackTest(
        scored=int(compared.sum()),
        unscored=int((~compared).sum()),
        chosen=_score(found, history, (start, periods), scale, squared_scale),
        baselines=scores,
        kinds=dict(Counter(choice.kinds.tolist()).most_common()),
        families={family: round(count / BEST) for family, count in families.most_common()},
        choice=choice,
        mase=found.absolute / scale,
    )


def _score(
    off: errors.Errors, history: Table, window: tuple[int, int], scale: Table, squared_scale: Table
) -> Score:
    demand = history[:, window[0] : window[1]]
    known = ~np.isnan(demand)
    mean_demand = np.where(known, demand, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    compared = off.counted > 0
    # Every article counts by its demand here: the mean demand times the comparisons that were made.
    total = float((mean_demand * off.counted)[compared].sum())
    weight = off.counted[compared]
    absolute = float((off.absolute[compared] * weight).sum())
    signed = float((off.signed[compared] * weight).sum())
    return Score(
        mase=errors.mean_of(off.absolute / scale),
        rmsse=errors.mean_of(np.sqrt(off.squared / squared_scale)),
        wape=absolute / total if total else float("nan"),
        bias=signed / total if total else float("nan"),
    )
