"""Tables of shipping: what shoppers choose, who carries it, what was bought from carriers."""

from storecrew.contexts.shipping.models.addresses import AddressHold, AddressMemory
from storecrew.contexts.shipping.models.carriers import (
    CarrierAccount,
    CarrierService,
    CarrierZone,
    SimulatedParcel,
    ZoneRate,
)
from storecrew.contexts.shipping.models.claims import ClaimPhoto, DamageClaim
from storecrew.contexts.shipping.models.customs import CustomsIdentity
from storecrew.contexts.shipping.models.labels import (
    CarrierMessage,
    Label,
    LabelDocument,
    TrackingEvent,
)
from storecrew.contexts.shipping.models.manner import GoodsProfile, ServiceDecision, ServiceRule
from storecrew.contexts.shipping.models.methods import ShippingMethod, ShippingRate
from storecrew.contexts.shipping.models.promises import Promise
from storecrew.contexts.shipping.models.proofs import ProofOfDelivery
from storecrew.contexts.shipping.models.rest_days import RestDay

__all__ = [
    "AddressHold",
    "AddressMemory",
    "CarrierAccount",
    "CarrierMessage",
    "CarrierService",
    "CarrierZone",
    "ClaimPhoto",
    "CustomsIdentity",
    "DamageClaim",
    "GoodsProfile",
    "Label",
    "LabelDocument",
    "Promise",
    "ProofOfDelivery",
    "RestDay",
    "ServiceDecision",
    "ServiceRule",
    "ShippingMethod",
    "ShippingRate",
    "SimulatedParcel",
    "TrackingEvent",
    "ZoneRate",
]
