"""Tables of shipping: what shoppers choose, who carries it, what was bought from carriers."""

from storecrew.contexts.shipping.models.carriers import (
    CarrierAccount,
    CarrierService,
    CarrierZone,
    SimulatedParcel,
    ZoneRate,
)
from storecrew.contexts.shipping.models.labels import (
    CarrierMessage,
    Label,
    LabelDocument,
    TrackingEvent,
)
from storecrew.contexts.shipping.models.methods import ShippingMethod, ShippingRate
from storecrew.contexts.shipping.models.promises import Promise
from storecrew.contexts.shipping.models.proofs import ProofOfDelivery

__all__ = [
    "CarrierAccount",
    "CarrierMessage",
    "CarrierService",
    "CarrierZone",
    "Label",
    "LabelDocument",
    "Promise",
    "ProofOfDelivery",
    "ShippingMethod",
    "ShippingRate",
    "SimulatedParcel",
    "TrackingEvent",
    "ZoneRate",
]
