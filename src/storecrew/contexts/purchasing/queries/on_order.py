"""What suppliers still have to deliver: for everybody to see, never to sell."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import F

from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.purchasing.facts import OnOrder
from storecrew.contexts.purchasing.models import PurchaseOrderLine
from storecrew.contexts.purchasing.rules.buying import ON_ORDER


def on_order(variant_ids: Collection[int]) -> list[OnOrder]:
    """Return what is on the way of each variant, earliest first; drafts and waiting orders do not count."""
    rows = PurchaseOrderLine.objects.filter(
        variant_id__in=list(variant_ids), order__state__in=ON_ORDER, quantity__gt=F("accepted")
    )
    found = rows.order_by("order__expected_on", "pk").values_list(
        "variant_id", "order__location_id", "quantity", "accepted", "order__expected_on", "order__number",
        "order_id",
    )  # fmt: skip
    return [
        OnOrder(variant_id, location_id, quantity - accepted, due, number, order_id)
        for variant_id, location_id, quantity, accepted, due, number, order_id in found
    ]


def place_of(location_id: int) -> inventory.LocationFacts:
    """Return the location that an order goes to."""
    return next(place for place in inventory.locations() if place.id == location_id)
