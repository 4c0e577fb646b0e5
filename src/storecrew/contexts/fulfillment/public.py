"""The doorway of the fulfillment context."""

from storecrew.contexts.fulfillment.errors import (
    InvalidShipment,
    InvalidTracking,
    NothingToShip,
    ShipmentKeyReused,
)
from storecrew.contexts.fulfillment.events import OrderShipped
from storecrew.contexts.fulfillment.facts import ShipmentFacts
from storecrew.contexts.fulfillment.operations import ship, take_money
from storecrew.contexts.fulfillment.queries import shipments_of_order

__all__ = [
    "InvalidShipment",
    "InvalidTracking",
    "NothingToShip",
    "OrderShipped",
    "ShipmentFacts",
    "ShipmentKeyReused",
    "ship",
    "shipments_of_order",
    "take_money",
]
