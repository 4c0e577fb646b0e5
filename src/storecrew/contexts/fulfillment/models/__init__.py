"""Tables of fulfillment, by what they are about."""

from storecrew.contexts.fulfillment.models.collections import Collection
from storecrew.contexts.fulfillment.models.inserts import Insert, InsertCopies, ParcelInsert
from storecrew.contexts.fulfillment.models.manifests import Manifest
from storecrew.contexts.fulfillment.models.packing import Box, PackingSpec, Parcel, ParcelLine, ParcelScan
from storecrew.contexts.fulfillment.models.picking import PickRun, PickScan, PickStep
from storecrew.contexts.fulfillment.models.quality import (
    DamageReport,
    PackagingAudit,
    PackagingChange,
    PackagingRating,
    PackagingRules,
)
from storecrew.contexts.fulfillment.models.routing import RoutingDecision, RoutingPlace, RoutingRule
from storecrew.contexts.fulfillment.models.shipments import Shipment, ShipmentLine
from storecrew.contexts.fulfillment.models.substitutions import Substitution
from storecrew.contexts.fulfillment.models.work import (
    FulfillmentEvent,
    FulfillmentLine,
    FulfillmentOrder,
)

__all__ = [
    "Box",
    "Collection",
    "DamageReport",
    "FulfillmentEvent",
    "FulfillmentLine",
    "FulfillmentOrder",
    "Insert",
    "InsertCopies",
    "Manifest",
    "PackagingAudit",
    "PackagingChange",
    "PackagingRating",
    "PackagingRules",
    "PackingSpec",
    "Parcel",
    "ParcelInsert",
    "ParcelLine",
    "ParcelScan",
    "PickRun",
    "PickScan",
    "PickStep",
    "RoutingDecision",
    "RoutingPlace",
    "RoutingRule",
    "Shipment",
    "ShipmentLine",
    "Substitution",
]
