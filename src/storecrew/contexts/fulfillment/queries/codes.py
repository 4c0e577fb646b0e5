"""What of an order leaves by e-mail."""

from __future__ import annotations

from collections import defaultdict

from storecrew.contexts.inventory import public as inventory


def promised_codes(order_id: int) -> dict[int, int]:
    """Return {order line: units} of what an order still gets by e-mail."""
    places = inventory.places_of_codes()
    found: dict[int, int] = defaultdict(int)
    if places:
        for part in inventory.allocations_of(order_id):
            if part.state == "allocated" and part.location_code in places:
                found[part.order_line_id] += part.quantity
    return dict(found)
