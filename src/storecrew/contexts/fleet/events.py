"""What happened in the fleet."""

from __future__ import annotations

from dataclasses import dataclass

from storecrew.kernel.outbox import Event


@dataclass(frozen=True)
class TripPublished(Event):
    """A trip was given to its driver."""

    trip_id: int
    day: str


@dataclass(frozen=True)
class PickupFetched(Event):
    """Goods were fetched at a customer's; ``reference`` is that of the request."""

    reference: str
    order_ref: str
    at: str
