"""What may come back, and what the parcel says against what was announced; no database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import NamedTuple

CAME = ("shelf", "inspect", "refurbish", "quarantine", "supplier", "damaged", "scrap")
APART = ("inspect", "refurbish", "quarantine", "supplier", "damaged", "scrap")
DECISIONS = (*CAME, "missing")
"""Where a unit goes. Only the shelf sells it; a missing one goes nowhere."""
PACKAGING_G, UNKNOWN_G = 250, 500
CAUSES = ("supplier", "storage", "pick", "packing", "carrier", "unknown")


class Wanted(NamedTuple):
    """Units of an order line that come back; ``instead`` is the variant that is wanted, 0 for none."""

    line_id: int
    units: int
    reason: str
    condition: str = ""
    instead: int = 0


class Found(NamedTuple):
    """Units of a return's line as they were found; ``cause`` where they are damaged.

    ``lot`` where the article is kept by lots; a unit with a ``serial`` number is a row of its own.
    """

    line_id: int
    decision: str
    quantity: int
    cause: str = ""
    lot: str = ""
    serial: str = ""


def last_day(
    *, arrived_on: dt.date | None, sent_on: dt.date | None, days: int, transit_days: int
) -> dt.date | None:
    """Return the last day on which goods may be announced back; None while nothing was sent.

    It counts from the day after the last parcel arrived, or had to have arrived where nobody says.
    """
    if sent_on is None:
        return None
    start = arrived_on or sent_on + dt.timedelta(days=transit_days)
    return start + dt.timedelta(days=days)


def problem_of(found: Iterable[Found], announced: Mapping[int, int], most: Mapping[int, int]) -> str:
    """Return why what was found cannot be written down, "" when it can.

    Every announced unit is somewhere, if only missing; more may be in the parcel, up to what was ever sent.
    """
    units: dict[int, int] = {}
    seen = set()
    for each in found:
        if each.line_id not in announced or each.quantity < 1:
            return "line"
        spot = (each.line_id, each.decision, each.lot, each.serial)
        if each.decision not in DECISIONS or spot in seen:
            return "decision"
        if each.serial and each.quantity != 1:
            return "serial"
        if each.decision == "damaged" and each.cause not in CAUSES:
            return "cause"
        seen.add(spot)
        units[each.line_id] = units.get(each.line_id, 0) + each.quantity
    if any(units.get(line_id, 0) < quantity for line_id, quantity in announced.items()):
        return "too_few"
    if any(quantity > most.get(line_id, 0) for line_id, quantity in units.items()):
        return "too_many"
    return ""


def weight_of(units: Iterable[tuple[int, int]]) -> int:
    """Return what a parcel of (grams, units) weighs with its box; 500 g where a weight is unknown."""
    return PACKAGING_G + sum((grams or UNKNOWN_G) * n for grams, n in units)


def came(found: Iterable[Found], line_id: int) -> int:
    """Return how many units of a line were in the parcel."""
    return sum(each.quantity for each in found if each.line_id == line_id and each.decision in CAME)
