"""Reads of shipments."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count

from storecrew.contexts.fulfillment.facts import ShipmentFacts
from storecrew.contexts.fulfillment.models import Parcel, Shipment
from storecrew.contexts.orders import public as orders


def shipments_of_order(order_id: int) -> tuple[ShipmentFacts, ...]:
    """Return what left for an order, oldest first."""
    rows = Shipment.objects.filter(order_id=order_id).prefetch_related("lines").order_by("id")
    return tuple(facts_of(row) for row in rows)


def journey_of(order_id: int) -> orders.Journey:
    """Return when the last parcel of an order left, and when it arrived if every one has."""
    times = list(Shipment.objects.filter(order_id=order_id).values_list("shipped_at", "delivered_at"))
    if not times:
        return orders.Journey(None, None)
    arrived = [at for _sent, at in times if at is not None]
    return orders.Journey(
        max(sent for sent, _at in times), max(arrived) if len(arrived) == len(times) else None
    )


def arrived(order_ids: Collection[int]) -> frozenset[int]:
    """Return those of these orders whose every parcel that left has arrived, or was collected; one query."""
    rows = Shipment.objects.filter(order_id__in=order_ids).order_by().values("order_id")
    sums = rows.annotate(left=Count("pk"), there=Count("delivered_at"))
    return frozenset(row["order_id"] for row in sums if row["left"] == row["there"])


def labels_of_shipment(shipment_id: int) -> list[int]:
    """Return the ids of the labels under which a shipment's parcels travel."""
    rows = Parcel.objects.filter(shipment_id=shipment_id, label_id__isnull=False).order_by("pk")
    return [label_id for label_id in rows.values_list("label_id", flat=True) if label_id is not None]


def labels_of_order(order_id: int) -> tuple[int, ...]:
    """Return the ids of the labels under which an order's parcels travel, oldest first; one query."""
    rows = Parcel.objects.filter(fulfillment_order__order_id=order_id, label_id__isnull=False)
    ids = rows.order_by("pk").values_list("label_id", flat=True)
    return tuple(label_id for label_id in ids if label_id is not None)


def facts_of(row: Shipment) -> ShipmentFacts:
    """Build the facts of a shipment."""
    return ShipmentFacts(
        id=row.pk,
        order_id=row.order_id,
        locations=tuple(row.locations.split(",")) if row.locations else (),
        carrier=row.carrier,
        tracking_number=row.tracking_number,
        tracking_url=row.tracking_url,
        shipped_at=row.shipped_at,
        actor_label=row.actor_label,
        lines={line.order_line_id: line.quantity for line in row.lines.all()},
    )
