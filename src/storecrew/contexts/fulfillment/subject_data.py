"""Who came for an order: the one thing about people that the warehouse keeps."""

from __future__ import annotations

import datetime as dt
from typing import Any

from storecrew.contexts.fulfillment.models import Collection
from storecrew.contexts.orders import public as orders
from storecrew.kernel.actor import Actor


class CollectionData:
    """The hand-overs of a person's orders at our locations."""

    name = "collections"

    def export(self, *, customer_id: int, email: str) -> list[dict[str, Any]]:
        """Return what was handed over where, when and to whom."""
        rows = self._rows(customer_id, email)
        return [
            {
                "order": row.number,
                "place": row.location.name,
                "state": row.state,
                "received_by": row.received_by,
                "at": row.closed_at.isoformat() if row.closed_at else None,
            }
            for row in rows.select_related("location").order_by("pk")
        ]

    def erase(self, *, customer_id: int, email: str, actor: Actor, at: dt.datetime) -> None:
        """Keep that it was handed over, by code or by what else; the name goes."""
        self._rows(customer_id, email).update(received_by="")

    def _rows(self, customer_id: int, email: str) -> Any:
        return Collection.objects.filter(order_id__in=orders.ids_of_person(customer_id, email))
