"""Moving a promise to another location: the same units of the same order line, from elsewhere."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from storecrew.contexts.inventory.errors import NotAllocated, NotEnoughThere, ReasonNeeded
from storecrew.contexts.inventory.models import Allocation, Location, StockLevel, StockMovement
from storecrew.contexts.inventory.operations import allocations, counters, rows
from storecrew.contexts.inventory.queries import location_facts
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.quantity import parse_quantity

Kind = StockMovement.Kind
Bucket = StockMovement.Bucket


def move_allocation(
    allocation_id: int, *, to_location_id: int, quantity: int, reason: str, actor: Actor, at: dt.datetime
) -> int:
    """Promise units of an allocation at another location instead; return the id of the new allocation.

    Both levels change in one statement: the units are promised exactly once at every moment.

    :raises NotAllocated: if fewer units are still allocated there, or it is the same location.
    :raises NotEnoughThere: if the other location has fewer free units.
    """
    rows.require_handling(actor)
    if not reason.strip():
        raise ReasonNeeded
    units = parse_quantity(quantity)
    place = Location.objects.filter(pk=to_location_id, active=True).first()
    with transaction.atomic():
        row = Allocation.objects.filter(pk=allocation_id, state=Allocation.State.ALLOCATED).first()
        if row is None or row.quantity < units or place is None or row.location_id == place.pk:
            raise NotAllocated(allocation=allocation_id, quantity=units)
        counters.lock([row.variant_id])
        released = allocations.take_units(row, units, Allocation.State.RELEASED)
        moved = Allocation.objects.create(
            order_id=row.order_id,
            order_line_id=row.order_line_id,
            variant_id=row.variant_id,
            location_id=place.pk,
            quantity=units,
        )
        why = reason.strip()
        entries = [
            _entry(released, Kind.RELEASED, -units, why),
            _entry(moved, Kind.ALLOCATED, units, why),
        ]
        try:
            counters.post(entries, actor=actor, at=at)
        except counters.Refused:
            raise NotEnoughThere(available=_free(row.variant_id, place.pk)) from None
        audit.record(
            actor=actor,
            action="inventory.allocation_moved",
            record="orders.order",
            record_id=row.order_id,
            at=at,
            before={"location": location_facts(row.location).code},
            after={"location": place.code, "quantity": units},
            reason=why,
        )
    return int(moved.pk)


def _entry(row: Allocation, kind: str, units: int, reason: str) -> counters.Entry:
    return counters.Entry(
        row.variant_id, row.location_id, kind, Bucket.ALLOCATED, units, reason, "", row.order_id, row.pk
    )


def _free(variant_id: int, location_id: int) -> int:
    row = StockLevel.objects.filter(variant_id=variant_id, location_id=location_id).first()
    return max(row.available, 0) if row else 0
