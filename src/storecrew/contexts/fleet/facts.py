"""Values that cross the border of the fleet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from storecrew.kernel.money import Money


@dataclass(frozen=True, slots=True)
class StopFacts:
    """A visit of a trip as its driver sees it. ``delivers`` is False for a pick-up.

    ``fence_m`` is how far from ``point`` a phone may be that is at the address; None where nobody knows.
    """

    id: int
    job_id: int
    label_id: int | None
    position: int
    state: str
    delivers: bool
    reference: str
    order_ref: str
    address: Mapping[str, Any]
    point: tuple[int, int] | None
    arrives_at: dt.datetime
    window: str
    done_at: dt.datetime | None
    reason: str
    outcome: str
    note: str
    job_note: str
    attempts: int
    weight_g: int
    on_time: bool | None
    fence_m: int | None
    away_m: int | None
    is_far: bool | None


@dataclass(frozen=True, slots=True)
class TripFacts:
    """A trip with its stops in their order. ``actual_cost`` is None until it ended."""

    id: int
    number: str
    day: dt.date
    state: str
    depot_id: int
    depot_code: str
    depot: str
    vehicle_id: int
    vehicle: str
    plate: str
    driver_id: int
    driver: str
    driver_phone: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    started_at: dt.datetime | None
    finished_at: dt.datetime | None
    distance_m: int
    driven_m: int | None
    planned_cost: Money
    actual_cost: Money | None
    timezone: str
    home: tuple[int, int] | None
    version: int
    stops: tuple[StopFacts, ...]

    @property
    def per_stop(self) -> Money:
        """Return the cost of a stop: actual where it is known, else planned."""
        cost = self.actual_cost or self.planned_cost
        count = len(self.stops)
        return Money((cost.amount + count // 2) // count if count else cost.amount, cost.currency)
