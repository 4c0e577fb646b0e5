"""The life of a plan, a trip and a stop, and what a trip costs."""

# not money alone in this file: meters and minutes beside minor units

from __future__ import annotations

RUNS = ("queued", "running", "done", "failed")
TRIPS = ("draft", "published", "under_way", "finished", "canceled")
STOPS = ("planned", "done", "failed", "moved")
# What may still be planned anew.
CHANGEABLE = ("draft", "published")
# What a driver sees.
SHOWN = ("published", "under_way", "finished")


def cost(*, meters: int, minutes: int, per_km: int, per_hour: int) -> int:
    """Return what a trip costs in minor units, rounded half up once."""
    exact = meters * per_km * 60 + minutes * per_hour * 1000
    return (exact + 30_000) // 60_000
