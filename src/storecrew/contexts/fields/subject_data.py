"""What custom fields know about a person: handed out on request, deleted when they leave."""

from __future__ import annotations

import datetime as dt
from typing import Any

from storecrew.contexts.fields.operations.filling import forget
from storecrew.contexts.fields.queries.fields import values_of
from storecrew.contexts.orders import public as orders
from storecrew.kernel.actor import Actor


class FieldData:
    """Values of the customer and of their orders."""

    name = "custom_fields"

    def export(self, *, customer_id: int, email: str) -> list[dict[str, Any]]:
        """Return the values by record."""
        found = []
        for record, ids in _records(customer_id, email):
            for record_id, filled in values_of(record, ids).items():
                values = {key: each.value for key, each in filled.items()}
                found.append({"record": record, "id": record_id, "values": values})
        return found

    def erase(self, *, customer_id: int, email: str, actor: Actor, at: dt.datetime) -> None:
        """Delete them: what a business wrote about somebody is theirs, too."""
        for record, ids in _records(customer_id, email):
            forget(record, ids)


def _records(customer_id: int, email: str) -> list[tuple[str, list[int]]]:
    theirs = list(orders.ids_of_person(customer_id, email))
    return [("customers.customer", [customer_id]), ("orders.order", theirs)]
