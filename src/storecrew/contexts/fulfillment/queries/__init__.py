"""Reads of fulfillment, by subject."""

from storecrew.contexts.fulfillment.queries.manifests import (
    manifest_facts,
    manifest_of,
    parcels_on,
    visible_manifests,
)
from storecrew.contexts.fulfillment.queries.parcels import (
    box_choices,
    only_parcel_with,
    packing_plan,
    parcel,
    parcel_by_code,
    parcel_facts,
    parcels_of_work,
    proposal_for,
    specification_of,
    specifications,
    versions_of,
)
from storecrew.contexts.fulfillment.queries.picking import open_run, run, run_facts
from storecrew.contexts.fulfillment.queries.quality import (
    Effect,
    Quality,
    effect_of,
    may_rate,
    packaging_change,
    quality_of,
    to_audit,
    visible_reports,
)
from storecrew.contexts.fulfillment.queries.routing import preview_route, routing_of, routing_rules
from storecrew.contexts.fulfillment.queries.shipments import (
    facts_of,
    labels_of_shipment,
    shipments_of_order,
)
from storecrew.contexts.fulfillment.queries.team import figures, next_task
from storecrew.contexts.fulfillment.queries.timelines import timeline
from storecrew.contexts.fulfillment.queries.work import (
    on_time,
    queue_counts,
    visible_work,
    work_facts,
    work_of,
    work_of_order,
)

__all__ = [
    "Effect",
    "Quality",
    "box_choices",
    "effect_of",
    "facts_of",
    "figures",
    "labels_of_shipment",
    "manifest_facts",
    "manifest_of",
    "may_rate",
    "next_task",
    "on_time",
    "only_parcel_with",
    "open_run",
    "packaging_change",
    "packing_plan",
    "parcel",
    "parcel_by_code",
    "parcel_facts",
    "parcels_of_work",
    "parcels_on",
    "preview_route",
    "proposal_for",
    "quality_of",
    "queue_counts",
    "routing_of",
    "routing_rules",
    "run",
    "run_facts",
    "shipments_of_order",
    "specification_of",
    "specifications",
    "timeline",
    "to_audit",
    "versions_of",
    "visible_manifests",
    "visible_reports",
    "visible_work",
    "work_facts",
    "work_of",
    "work_of_order",
]
