"""Who knows how busy the warehouses are: the flow above us that packs, by this small protocol."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Load:
    """The work before a new order of a channel, and the people there for it.

    ``minutes`` are rostered minutes left of each local day from today; ``usual_minutes`` those of a usual
    day.
    """

    queue_units: int
    per_hour: int
    minutes: Mapping[dt.date, int] = field(default_factory=dict, hash=False)
    usual_minutes: int = 0
    # From what ``per_hour`` is known: "scans" at the benches, the "roster", or a "usual" figure.
    per_hour_from: str = "usual"


CapacityProvider = Callable[[str, str, dt.datetime], Load]
_providers: list[CapacityProvider] = []


def register_capacity(provider: CapacityProvider) -> None:
    """Let a provider say how busy a channel's warehouses are: ``provider(channel code, time zone, at)``."""
    _providers[:] = [provider]


def load_of(channel_code: str, timezone: str, at: dt.datetime) -> Load | None:
    """Return how busy a channel's warehouses are; None when nobody knows."""
    return _providers[0](channel_code, timezone, at) if _providers else None
