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
