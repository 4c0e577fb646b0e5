"""What happened to stock."""

from dataclasses import dataclass

from storecrew.kernel.outbox import Event


@dataclass(frozen=True)
class StockRanLow(Event):
    """Sellable units at one location fell to the threshold or below; published once per crossing."""

    variant_id: int
    location_id: int
    available: int
    threshold: int


@dataclass(frozen=True)
class StockRecovered(Event):
    """Sellable units of these levels, (variant id, location id), rose above their thresholds again.

    One event for many levels, at most a thousand: a delivery or an import fills many shelves at once.
    """

    levels: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class StockChanged(Event):
    """What shoppers are told about these variants (in stock, low, out) may have changed.

    Not published while a location stays above its threshold: nothing that is shown changes then.
    """

    variant_ids: tuple[int, ...]


@dataclass(frozen=True)
class GoodsReceived(Event):
    """Goods came in for a receipt; one event per posting, so sums are built by adding.

    `kind` is "purchase_order" or "transfer", `reference` its number. Each line is (variant id, accepted,
    damaged, wrong, held): `accepted` came as ordered and includes `held`, which waits for inspection; units
    above the order are in `over`.
    """

    receipt_id: int
    kind: str
    reference: str
    lines: tuple[tuple[int, int, int, int, int], ...]
    over: int = 0


@dataclass(frozen=True)
class ReceiptClosed(Event):
    """Nothing more is expected under a reference.

    Lines are (variant id, expected, accepted, damaged, wrong, over).
    """

    receipt_id: int
    kind: str
    reference: str
    lines: tuple[tuple[int, int, int, int, int, int], ...]


@dataclass(frozen=True)
class InspectionDecided(Event):
    """A sample was looked at: the units were released for sale, or moved to quarantine."""

    receipt_id: int
    kind: str
    reference: str
    variant_id: int
    units: int
    passed: bool
    sample: int
    defects: int


@dataclass(frozen=True)
class GoodsTakenBack(Event):
    """Units of an order came back under a document.

    Each of ``units`` is (variant id, quantity, place as in `taking_back.BUCKETS`, cause).
    """

    document: str
    order_id: int
    location_id: int
    units: tuple[tuple[int, int, str, str], ...]
