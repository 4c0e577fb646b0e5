"""The methods that compete, each with fixed weights: few of them, wide apart, so that luck cannot choose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import product

from storecrew.contexts.purchasing.rules.forecasting import intermittent, simple, smoothing
from storecrew.contexts.purchasing.rules.forecasting.kinds import INTERMITTENT, KINDS, LUMPY
from storecrew.contexts.purchasing.rules.forecasting.simple import Table

Walk = Callable[[Table, int], Table]
SELDOM_SOLD = (INTERMITTENT, LUMPY)


@dataclass(frozen=True)
class Candidate:
    """A method with its weights. `family` is the method's name, `kinds` what demand it is meant for."""

    family: str
    setting: str
    walk: Walk
    kinds: tuple[str, ...] = KINDS

    @property
    def code(self) -> str:
        """Return a name such as `tsb 0.2 0.02`."""
        return f"{self.family} {self.setting}".strip()


def baselines(season: int) -> tuple[Candidate, ...]:
    """Return what every forecast is measured against."""
    return (
        Candidate("naive", "", simple.naive),
        Candidate("seasonal_naive", str(season), partial(simple.seasonal_naive, season=season)),
        *(
            Candidate("moving_average", str(window), partial(simple.moving_average, window=window))
            for window in (3, 6, 12)
        ),
    )


def competitors(season: int) -> tuple[Candidate, ...]:
    """Return every candidate for a season of so many periods, simpler ones first."""
    return (*baselines(season), *_levels(), *_trends(), *_seasons(season), *_seldom())


def _levels() -> tuple[Candidate, ...]:
    return tuple(
        Candidate("ses", f"{weight:g}", partial(smoothing.simple_smoothing, weight=weight))
        for weight in (0.0, 0.05, 0.1, 0.2, 0.3)
    )


def _trends() -> tuple[Candidate, ...]:
    return tuple(
        Candidate(
            "damped_trend",
            f"{weight:g} {trend:g} {damping:g}",
            partial(smoothing.damped_trend, weight=weight, trend=trend, damping=damping),
        )
        for weight, trend, damping in product((0.1, 0.3), (0.1, 0.3), (0.8, 0.95))
    )


def _seasons(season: int) -> tuple[Candidate, ...]:
    if season < 2:
        return ()
    return tuple(
        Candidate(
            "holt_winters",
            f"{weight:g} {trend:g} {shape:g}",
            partial(smoothing.holt_winters, season=season, weight=weight, trend=trend, shape=shape),
        )
        for weight, trend, shape in product((0.05, 0.2), (0.0, 0.1), (0.1, 0.3))
    )


def _seldom() -> tuple[Candidate, ...]:
    weights = (0.05, 0.1, 0.2, 0.3)
    return (
        *(
            Candidate("croston", f"{w:g}", partial(intermittent.croston, weight=w), SELDOM_SOLD)
            for w in weights
        ),
        *(Candidate("sba", f"{w:g}", partial(intermittent.sba, weight=w), SELDOM_SOLD) for w in weights),
        *(
            Candidate("tsb", f"{w:g} {c:g}", partial(intermittent.tsb, weight=w, chance_weight=c))
            for w, c in product((0.1, 0.2, 0.3), (0.02, 0.05, 0.1, 0.2))
        ),
    )
