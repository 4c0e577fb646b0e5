"""Frozen values that cross the border of the fulfillment context."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShipmentFacts:
    """Goods of one order that left together; ``lines`` maps order line ids to units."""

    id: int
    order_id: int
    locations: tuple[str, ...]
    carrier: str
    tracking_number: str
    tracking_url: str
    shipped_at: dt.datetime
    actor_label: str
    lines: Mapping[int, int]
