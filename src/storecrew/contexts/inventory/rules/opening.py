"""Opening stock: what a file says lies at one spot, and why a line of it cannot be taken. Plain Python."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

# Codes of what is wrong with a line.
UNKNOWN_LOCATION, UNKNOWN_BIN, WRONG_BIN = "unknown_location", "unknown_bin", "wrong_bin"
LOT_NEEDED, LOT_NEEDS_BIN, NO_LOTS = "lot_needed", "lot_needs_bin", "no_lots"
EXPIRY_NEEDED, EXPIRY_DIFFERS, SERIALS = "expiry_needed", "expiry_differs", "serials"
MOVED, COMMITTED = "moved", "committed"


class OpeningLine(NamedTuple):
    """So many units of a variant lie in one bin (none: loose) of a location, maybe of one lot."""

    variant_id: int
    location: str
    quantity: int
    bin: str = ""
    lot: str = ""
    expires_on: dt.date | None = None


class OpeningSpot(NamedTuple):
    """Where a line belongs and what the records say lies there; ``problem`` is a code, "" when it fits."""

    location_id: int = 0
    bin_id: int | None = None
    now: int = 0
    problem: str = ""


class Kept(NamedTuple):
    """How a variant is kept, and the date that its lot has already (None: a new lot, no date)."""

    tracking: str = "none"
    expires: bool = False
    lot_known: bool = False
    lot_expires_on: dt.date | None = None


def problem_of_keeping(line: OpeningLine, kept: Kept) -> str:
    """Return why a line does not fit how its article is kept, or ""."""
    if kept.tracking == "serial" and line.quantity:
        return SERIALS
    if kept.tracking == "lot" and not line.lot:
        return LOT_NEEDED
    if kept.tracking != "lot" and line.lot:
        return NO_LOTS
    if line.lot and not line.bin:
        return LOT_NEEDS_BIN
    if line.lot and kept.expires and line.expires_on is None and kept.lot_expires_on is None:
        return EXPIRY_NEEDED
    if kept.lot_known and kept.lot_expires_on and line.expires_on not in (None, kept.lot_expires_on):
        return EXPIRY_DIFFERS
    return ""
