"""What a carrier's word means on our timeline."""

from __future__ import annotations

_STAGES = {
    "picked_up": "in_transit",
    "in_transit": "in_transit",
    "out_for_delivery": "out_for_delivery",
    "ready_for_pickup": "ready_for_pickup",
    "delivered": "delivered",
}


def stage(status: str, *, trouble: bool) -> str:
    """Return the state of our timeline for a carrier's status, "" when it says nothing new."""
    return "exception" if trouble else _STAGES.get(status, "")
