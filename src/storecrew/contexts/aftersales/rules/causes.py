"""When a reason for returns is somebody's task, and whose; no database."""

from __future__ import annotations

from typing import NamedTuple


class Limits(NamedTuple):
    """Three units, and one in ten of those sold, unless the business says otherwise: one is no pattern."""

    units: int = 3
    percent: int = 10


BOUNDS = {"units": (1, 1000), "percent": (0, 100)}


def out_of_bounds(limits: Limits) -> list[str]:
    """Return the names of the numbers that cannot be."""
    return [name for name, (least, most) in BOUNDS.items() if not least <= getattr(limits, name) <= most]


WINDOW = 90
OWNERS = {
    "does_not_fit": "content_team",
    "not_as_shown": "content_team",
    "defective": "inventory_manager",
    "damaged": "logistics_manager",
    "wrong": "logistics_manager",
    "late": "logistics_manager",
}
"""Whose hands change it: the page, the purchase, the parcel. What customers just do not want is nobody's."""


def rate_ppm(units: int, sold: int) -> int | None:
    """Return units per million sold; None where none was sold."""
    return units * 1_000_000 // sold if sold else None


def is_task(*, units: int, rate: int | None, reason: str, limits: Limits) -> bool:
    """Say whether so many units make a task; goods that are not sold any more count by units alone."""
    enough = rate is None or rate >= limits.percent * 10_000
    return reason in OWNERS and units >= limits.units and enough
