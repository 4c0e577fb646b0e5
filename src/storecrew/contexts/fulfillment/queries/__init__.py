"""Reads of fulfillment, by subject."""

from storecrew.contexts.fulfillment.queries.parcels import (
    box_choices,
    packing_plan,
    parcel,
    parcel_by_code,
    parcel_facts,
    parcels_of_work,
    proposal_for,
    specification_of,
    specifications,
)
from storecrew.contexts.fulfillment.queries.picking import open_run, run, run_facts
from storecrew.contexts.fulfillment.queries.shipments import (
    facts_of,
    labels_of_shipment,
    shipments_of_order,
)
from storecrew.contexts.fulfillment.queries.timelines import timeline
from storecrew.contexts.fulfillment.queries.work import (
    on_time,
    queue_counts,
    routing_of,
    visible_work,
    work_facts,
    work_of,
    work_of_order,
)

__all__ = [
    "box_choices",
    "facts_of",
    "labels_of_shipment",
    "on_time",
    "open_run",
    "packing_plan",
    "parcel",
    "parcel_by_code",
    "parcel_facts",
    "parcels_of_work",
    "proposal_for",
    "queue_counts",
    "routing_of",
    "run",
    "run_facts",
    "shipments_of_order",
    "specification_of",
    "specifications",
    "timeline",
    "visible_work",
    "work_facts",
    "work_of",
    "work_of_order",
]
