"""Is there enough for what a promotion will sell (5.1)? Plain arithmetic over what is known now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple


class Coming(NamedTuple):
    """Units on the way to a location; ``due_at`` None: nobody said when."""

    units: int
    location: str
    due_at: dt.datetime | None
    reference: str


class Supply(NamedTuple):
    """What is known of one article: what can be promised now and where, and what is on the way."""

    available: int
    by_location: Mapping[str, int]
    coming: Sequence[Coming] = ()
    promised: int = 0


class StockCheck(NamedTuple):
    """One article of a plan against its supply. ``promised`` are units of other plans of that time."""

    variant_id: int
    sku: str
    planned: int
    available: int
    inbound: int
    promised: int
    location: str
    by_location: Mapping[str, int]
    next_inbound: Coming | None

    @property
    def missing(self) -> int:
        """How many units too few there are."""
        return max(0, self.planned - max(0, self.available + self.inbound - self.promised))

    def as_json(self) -> dict[str, Any]:
        """Return plain values: what was known then (M31), and the details of a refusal."""
        coming = self.next_inbound
        return {
            "variant_id": self.variant_id,
            "sku": self.sku,
            "location": self.location,
            "planned": self.planned,
            "available": self.available,
            "inbound": self.inbound,
            "promised_elsewhere": self.promised,
            "missing": self.missing,
            "by_location": dict(self.by_location),
            "next_inbound": coming
            and {
                "units": coming.units,
                "location": coming.location,
                "due_at": coming.due_at.isoformat() if coming.due_at else None,
                "reference": coming.reference,
            },
        }


def check(
    variant_id: int, sku: str, planned: int, supply: Supply, starts_at: dt.datetime | None
) -> StockCheck:
    """Compare a plan with its supply.

    What is due before the start counts as there; without a start only what is there now does. The location
    named is the one that has least of those that serve the channels: that is where it will be short first.
    """
    in_time = [
        each for each in supply.coming if starts_at and each.due_at is not None and each.due_at <= starts_at
    ]
    later = [each for each in supply.coming if each not in in_time]
    places = sorted(supply.by_location, key=lambda code: (supply.by_location[code], code))
    return StockCheck(
        variant_id,
        sku,
        planned,
        supply.available,
        sum(each.units for each in in_time),
        supply.promised,
        places[0] if places else "",
        supply.by_location,
        next(iter(later), None),
    )
