"""Tables of the inventory context."""

from storecrew.contexts.inventory.models.counts import CountTask
from storecrew.contexts.inventory.models.goods import (
    BinContent,
    BinMove,
    Lot,
    Serial,
    StockProfile,
)
from storecrew.contexts.inventory.models.places import (
    Bin,
    Location,
    LocationChannel,
    StockPolicy,
    StorageClass,
    Zone,
)
from storecrew.contexts.inventory.models.stock import (
    AVAILABLE,
    COMMITTED,
    Allocation,
    Reservation,
    StockLevel,
    StockMovement,
)

__all__ = [
    "AVAILABLE",
    "COMMITTED",
    "Allocation",
    "Bin",
    "BinContent",
    "BinMove",
    "CountTask",
    "Location",
    "LocationChannel",
    "Lot",
    "Reservation",
    "Serial",
    "StockLevel",
    "StockMovement",
    "StockPolicy",
    "StockProfile",
    "StorageClass",
    "Zone",
]
