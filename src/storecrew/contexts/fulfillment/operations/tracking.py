"""What carriers tell, on the timeline of the order: derived from the label as it stands, never typed here."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q

from storecrew.contexts.fulfillment import mails, queries
from storecrew.contexts.fulfillment.models import (
    FulfillmentEvent,
    FulfillmentOrder,
    Parcel,
    Shipment,
    ShipmentLine,
)
from storecrew.contexts.fulfillment.operations.quality import report_damage
from storecrew.contexts.fulfillment.rules import carriage
from storecrew.contexts.orders import public as orders
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.work import public as work
from storecrew.kernel.actor import system_actor
from storecrew.kernel.sentence import say

ACTOR = "fulfillment.tracking"


def follow_label(label_id: int, *, at: dt.datetime) -> str:
    """Bring a label's shipment to where the carrier says it is; return the state, "" when nothing is new.

    Reads the label instead of a message, so late, repeated and mixed-up messages end at the same state. A
    parcel that moves although nobody handed it over is told to the warehouse.
    """
    label = shipping.label(label_id)
    state = carriage.stage(label.status, trouble=shipping.is_trouble(label.status, label.reason))
    if not state or label.status_at is None:
        return ""
    note = label.reason or (label.status if state == "exception" else "")
    with transaction.atomic():
        shipment = _shipment(label)
        if shipment is None:
            _tell_that_it_left(label, at)
            return ""
        changed = Shipment.objects.filter(Q(tracked_at=None) | Q(tracked_at__lte=label.status_at)).filter(
            ~Q(tracking_status=state) | ~Q(tracking_note=note), pk=shipment.pk
        )
        if not changed.update(
            tracking_status=state,
            tracking_note=note,
            tracked_at=label.status_at,
            delivered_at=label.delivered_at,
        ):
            return ""
        _note(shipment, state, note, label.carrier, label.status_at)
        if state == "ready_for_pickup":
            _tell_where_it_waits(shipment, at)
        if label.reason == "carrier_damaged_parcel":
            _log_damage(label, at)
    return state


def _shipment(label: shipping.LabelFacts) -> Shipment | None:
    """Return what left under a label: its parcel's shipment, or one that was shipped with its number."""
    parcel = Parcel.objects.filter(label_id=label.id).select_related("shipment").order_by("-pk").first()
    if parcel is not None:
        return parcel.shipment
    if not label.tracking_number:
        return None
    rows = Shipment.objects.filter(order__number=label.order_ref, tracking_number=label.tracking_number)
    return rows.order_by("-pk").first()


def _note(shipment: Shipment, state: str, note: str, carrier: str, at: dt.datetime) -> None:
    """Write the step for each line of the shipment, with what the carrier calls the trouble."""
    part = FulfillmentOrder.objects.filter(parcels__shipment=shipment).first()
    FulfillmentEvent.objects.bulk_create(
        FulfillmentEvent(
            order_id=shipment.order_id,
            fulfillment_order=part,
            order_line_id=line_id,
            kind=state,
            quantity=quantity,
            note=note,
            actor_label=carrier[:200],
            at=at,
        )
        for line_id, quantity in ShipmentLine.objects.filter(shipment=shipment)
        .order_by("pk")
        .values_list("order_line_id", "quantity")
    )


def _tell_where_it_waits(shipment: Shipment, at: dt.datetime) -> None:
    """Write to the customer who chose a point that the parcel is there; once per parcel."""
    order = orders.order(shipment.order_id)
    if order.pickup_point:
        mails.queue_at_point(order, queries.facts_of(shipment), at=at)


def _log_damage(label: shipping.LabelFacts, at: dt.datetime) -> None:
    """A carrier that says so itself has damaged the parcel: once per label, whatever it says afterwards."""
    parcel = Parcel.objects.filter(label_id=label.id).order_by("-pk").first()
    if parcel is not None:
        report_damage(
            key=f"carrier/{label.id}",
            kind="damaged",
            cause="carrier",
            source="carrier",
            parcel_id=parcel.pk,
            note=label.tracking_number,
            actor=system_actor(ACTOR),
            at=at,
        )


def _tell_that_it_left(label: shipping.LabelFacts, at: dt.datetime) -> None:
    row = Parcel.objects.filter(label_id=label.id, state=Parcel.State.CLOSED).first()
    if row is None:
        return
    work.raise_finding(
        code="fulfillment.left_without_scan",
        title=say("The carrier has parcel %(code)s, which was not handed over here", code=row.code),
        detail=say("Scan it under Hand over, so that its stock, its money and the customer's mail follow."),
        owner_role="logistics_manager",
        dedupe_key=f"fulfillment.left_without_scan:{row.pk}",
        severity="warning",
        record="orders.order",
        record_id=row.fulfillment_order.order_id,
        actor=system_actor(ACTOR),
        at=at,
    )
