"""Tables of shipping: what shoppers choose, who carries it, what was bought from carriers."""

from storecrew.contexts.shipping.models.addresses import AddressHold, AddressMemory
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
    "AddressHold",
    "AddressMemory",
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
