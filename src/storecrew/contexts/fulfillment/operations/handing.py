"""The hand-over: a scan of a closed parcel ships exactly what is in it; shipped units end their work."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping

from django.db.models import F, Q

from storecrew.contexts.fulfillment import queries
from storecrew.contexts.fulfillment.errors import ManifestClosed, OnHold, StateChanged
from storecrew.contexts.fulfillment.models import (
    FulfillmentLine,
    FulfillmentOrder,
    Manifest,
    Parcel,
    ParcelLine,
    Shipment,
)
from storecrew.contexts.fulfillment.operations import closed, moving
from storecrew.contexts.fulfillment.rules import states
from storecrew.kernel.actor import Actor


def find_parcel(code: str) -> Parcel:
    """Return the row of the parcel a scan means. Raises UnknownWork."""
    found = queries.parcel_by_code(code)
    return Parcel.objects.select_related("fulfillment_order").get(pk=found.id)


def contents(parcel: Parcel, *, numbered: bool) -> dict[int, int]:
    """Return {order line: units} of what is in a parcel that may leave; see ``closed.ready_to_leave``."""
    closed.ready_to_leave(parcel, numbered=numbered)
    rows = ParcelLine.objects.filter(parcel=parcel).values_list("line__order_line_id", "quantity")
    return dict(rows)


def count_off(
    order_id: int, lines: Mapping[int, int], *, location_id: int | None, actor: Actor, at: dt.datetime
) -> list[FulfillmentOrder]:
    """Take shipped units off the open work of an order, inside the transaction that ships them.

    Return the fulfillment orders from which units left, locked. Raises OnHold: a part is stopped.
    """
    rows = FulfillmentOrder.objects.filter(order_id=order_id, state__in=states.OPEN).order_by("pk")
    if location_id is not None:
        rows = rows.filter(location_id=location_id)
    left = dict(lines)
    touched = []
    # What is packed leaves first: a parcel must not wait because a part of another place was typed in.
    for row in sorted(rows, key=lambda row: (row.state != states.PACKED, row.pk)):
        if row.state == states.HELD:
            raise OnHold(number=row.number, because=row.held_because)
        row = moving.keep(row.pk, *(state for state in states.OPEN if state != states.HELD))
        units = _count_lines(row, left)
        if units:
            touched.append(row)
    return touched


def _count_lines(row: FulfillmentOrder, left: dict[int, int]) -> int:
    gone: dict[int, list[int]] = defaultdict(list)
    for line in FulfillmentLine.objects.filter(fulfillment_order=row).order_by("pk"):
        units = min(left.get(line.order_line_id, 0), line.quantity - line.shipped)
        if units > 0:
            left[line.order_line_id] -= units
            gone[units].append(line.pk)
    for units, lines in sorted(gone.items()):
        FulfillmentLine.objects.filter(pk__in=lines).update(shipped=F("shipped") + units)
    return sum(units * len(lines) for units, lines in gone.items())


def close_work(
    rows: list[FulfillmentOrder],
    shipment: Shipment,
    *,
    parcel_id: int | None,
    numbered: bool,
    manifest_id: int | None = None,
    collected: bool = False,
    actor: Actor,
    at: dt.datetime,
) -> None:
    """End what has left, and its parcels, on the list of a carrier where there is one.

    Raises StateChanged when the parcel left with another scan, was opened, or its label is being taken back;
    ManifestClosed when the list takes no more.
    """
    on_list = _count_onto(manifest_id)
    if parcel_id is not None:
        # Its own number counts only while that label lives; another number was typed by a person.
        own = Q(label_state__in=closed.LEAVES_WITH, tracking_number=shipment.tracking_number)
        waiting = Parcel.objects.filter(pk=parcel_id, state=Parcel.State.CLOSED)
        gone = (waiting if numbered else waiting.filter(own)).update(
            state=Parcel.State.HANDED_OVER,
            shipment=shipment,
            carrier=shipment.carrier,
            tracking_number=shipment.tracking_number,
            manifest_id=manifest_id,
        )
        if not gone:
            raise StateChanged(parcel=parcel_id)
    for row in rows:
        kind = "collected" if collected else "handed_over"
        moving.note(row, kind, actor=actor, at=at, text=f"{shipment.tracking_number}{on_list}")
        if FulfillmentLine.objects.filter(fulfillment_order=row, shipped__lt=F("quantity")).exists():
            continue
        moving.move(row, states.HANDED_OVER, actor=actor, at=at, closed_at=at)
        moving.let_go(row, at=at)
        Parcel.objects.filter(fulfillment_order=row).exclude(state=Parcel.State.HANDED_OVER).update(
            state=Parcel.State.HANDED_OVER, shipment=shipment
        )


def _count_onto(manifest_id: int | None) -> str:
    """Count a parcel onto an open list, and return how the timeline names it."""
    if manifest_id is None:
        return ""
    counted = Manifest.objects.filter(pk=manifest_id, state=Manifest.State.OPEN).update(
        parcel_count=F("parcel_count") + 1
    )
    number = Manifest.objects.filter(pk=manifest_id).values_list("number", flat=True).first()
    if not counted:
        raise ManifestClosed(manifest=number or manifest_id)
    return f" · {number}"
