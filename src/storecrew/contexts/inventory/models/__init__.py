"""Tables of the inventory context."""

from storecrew.contexts.inventory.models.article_codes import ArticleCode, CodeFile, CodePool
from storecrew.contexts.inventory.models.counts import LIVE as LIVE_COUNTS
from storecrew.contexts.inventory.models.counts import CountEntry, CountPolicy, CountTask
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
from storecrew.contexts.inventory.models.receiving import (
    Inspection,
    Receipt,
    ReceiptLine,
    ReceiptPosting,
)
from storecrew.contexts.inventory.models.stock import (
    AVAILABLE,
    COMMITTED,
    Allocation,
    Reservation,
    StockLevel,
    StockMovement,
)
from storecrew.contexts.inventory.models.transfers import Transfer, TransferLine

__all__ = [
    "AVAILABLE",
    "COMMITTED",
    "LIVE_COUNTS",
    "Allocation",
    "ArticleCode",
    "Bin",
    "BinContent",
    "BinMove",
    "CodeFile",
    "CodePool",
    "CountEntry",
    "CountPolicy",
    "CountTask",
    "Inspection",
    "Location",
    "LocationChannel",
    "Lot",
    "Receipt",
    "ReceiptLine",
    "ReceiptPosting",
    "Reservation",
    "Serial",
    "StockLevel",
    "StockMovement",
    "StockPolicy",
    "StockProfile",
    "StorageClass",
    "Transfer",
    "TransferLine",
    "Zone",
]
