"""The doorway of the inventory context."""

from storecrew.contexts.inventory.errors import (
    CountChanged,
    InsufficientStock,
    InvalidStockChange,
    NotAllocated,
    ReasonNeeded,
    StockCommitted,
    TooManyReservations,
    UnknownLocation,
)
from storecrew.contexts.inventory.events import StockChanged, StockRanLow, StockRecovered
from storecrew.contexts.inventory.facts import (
    Allocated,
    AllocationFacts,
    Availability,
    Difference,
    Ledger,
    LedgerEntry,
    LevelFacts,
    LocationFacts,
    Recount,
    StockImport,
)
from storecrew.contexts.inventory.operations.allocations import (
    allocate,
    release_allocation,
    ship_allocation,
)
from storecrew.contexts.inventory.operations.forgetting import forget_import
from storecrew.contexts.inventory.operations.levels import (
    adjust,
    move_bucket,
    receive,
    set_low_threshold,
    set_on_hand_from_import,
)
from storecrew.contexts.inventory.operations.locations import (
    connect_channel,
    disconnect_channel,
    put_in_bin,
    save_location,
    set_split,
)
from storecrew.contexts.inventory.operations.recounting import recount
from storecrew.contexts.inventory.operations.reservations import (
    expire_reservations,
    release_reservation,
    renew,
    reserve,
)
from storecrew.contexts.inventory.queries import (
    allocations_of,
    available_to_promise,
    ledger,
    level,
    levels,
    location,
    locations,
)

__all__ = [
    "Allocated",
    "AllocationFacts",
    "Availability",
    "CountChanged",
    "Difference",
    "InsufficientStock",
    "InvalidStockChange",
    "Ledger",
    "LedgerEntry",
    "LevelFacts",
    "LocationFacts",
    "NotAllocated",
    "ReasonNeeded",
    "Recount",
    "StockChanged",
    "StockCommitted",
    "StockImport",
    "StockRanLow",
    "StockRecovered",
    "TooManyReservations",
    "UnknownLocation",
    "adjust",
    "allocate",
    "allocations_of",
    "available_to_promise",
    "connect_channel",
    "disconnect_channel",
    "expire_reservations",
    "forget_import",
    "ledger",
    "level",
    "levels",
    "location",
    "locations",
    "move_bucket",
    "put_in_bin",
    "receive",
    "recount",
    "release_allocation",
    "release_reservation",
    "renew",
    "reserve",
    "save_location",
    "set_low_threshold",
    "set_on_hand_from_import",
    "set_split",
    "ship_allocation",
]
