"""When a reason for returns is somebody's task, and whose; no database."""

from __future__ import annotations

LEAST_UNITS = 3
LEAST_RATE_PPM = 100_000
"""Three units, and one in ten of those sold: one unhappy customer is no pattern."""
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


def is_task(*, units: int, rate: int | None, reason: str) -> bool:
    """Say whether so many units make a task; goods that are not sold any more count by units alone."""
    enough = rate is None or rate >= LEAST_RATE_PPM
    return reason in OWNERS and units >= LEAST_UNITS and enough
