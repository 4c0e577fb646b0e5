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

__all__ = [
    "CarrierAccount",
    "CarrierMessage",
    "CarrierService",
    "CarrierZone",
    "Label",
    "LabelDocument",
    "Promise",
    "ShippingMethod",
    "ShippingRate",
    "SimulatedParcel",
    "TrackingEvent",
    "ZoneRate",
]
