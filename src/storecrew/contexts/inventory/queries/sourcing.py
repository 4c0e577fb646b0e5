"""Reads of the rules by which orders of a channel find their location."""

from __future__ import annotations

from storecrew.contexts.inventory.facts.places import Sourcing, SourcingPlace
from storecrew.contexts.inventory.models import Location, LocationChannel, StockPolicy


def sourcing(channel_id: int) -> Sourcing:
    """Return how far an order of a channel may be spread, and its locations, the first asked first."""
    policy = StockPolicy.objects.filter(channel_id=channel_id).first()
    rows = LocationChannel.objects.filter(channel_id=channel_id).select_related("location")
    rows = rows.exclude(location__kind=Location.Kind.DIGITAL)  # codes lie nowhere
    return Sourcing(
        split=policy.split if policy else str(StockPolicy.Split.LINES),
        places=tuple(
            SourcingPlace(row.location.code, row.location.name, row.priority)
            for row in rows.order_by("priority", "location")
        ),
    )
