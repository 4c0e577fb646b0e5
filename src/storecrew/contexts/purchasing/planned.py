"""Who knows which promotions are planned: the flow beside us that plans them, by this small protocol."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlannedUplift:
    """From ``starts_on`` to ``ends_on``, both included, a variant sells ``factor`` times as much as usual."""

    variant_id: int
    starts_on: dt.date
    ends_on: dt.date
    factor: float
    name: str


UpliftProvider = Callable[[Collection[int], dt.date, dt.date], Iterable[PlannedUplift]]
_providers: list[UpliftProvider] = []


def register_uplifts(provider: UpliftProvider) -> None:
    """Let a provider say which promotions there were and will be: ``provider(variant ids, since, until)``.

    Past ones too: what they added is taken out of the demand from which the usual is forecast.
    """
    _providers[:] = [provider]


def uplifts(variant_ids: Collection[int], since: dt.date, until: dt.date) -> list[PlannedUplift]:
    """Return what was and is planned for variants between two days; nothing when nobody knows."""
    return [each for provider in _providers for each in provider(variant_ids, since, until)]
