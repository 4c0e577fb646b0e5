"""Deliveries and pick-ups of a person: where vehicles of ours were sent."""

from __future__ import annotations

import datetime as dt
from typing import Any

from storecrew.contexts.fleet.models import Job, TripStop
from storecrew.contexts.orders import public as orders
from storecrew.kernel.actor import Actor


class FleetData:
    """Stops of our vehicles for a person's orders."""

    name = "deliveries"

    def export(self, *, customer_id: int, email: str) -> list[dict[str, Any]]:
        """Return what was brought and fetched for the customer's orders."""
        rows = Job.objects.filter(order_ref__in=_numbers(customer_id, email)).order_by("pk")
        return [
            {
                "order": row.order_ref,
                "kind": row.kind,
                "address": row.address,
                "day": row.day.isoformat(),
                "state": row.state,
            }
            for row in rows
        ]

    def erase(self, *, customer_id: int, email: str, actor: Actor, at: dt.datetime) -> None:
        """Keep that a stop was made; address, place on the map and words go."""
        rows = Job.objects.filter(order_ref__in=_numbers(customer_id, email))
        TripStop.objects.filter(job__in=rows).update(note="")
        for row in rows:
            Job.objects.filter(pk=row.pk).update(
                address={"country": row.address.get("country", "")},
                lat_e6=None,
                lon_e6=None,
                place_source="",
                note="",
            )


def _numbers(customer_id: int, email: str) -> list[str]:
    return list(orders.numbers_of(orders.ids_of_person(customer_id, email)).values())
