"""Where shoppers collect orders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from storecrew.contexts.customers.public import AddressFacts


@dataclass(frozen=True, slots=True)
class PickupPlace:
    """A location where shoppers collect their orders; ``hours`` are (ISO weekday, from, until)."""

    id: int
    code: str
    name: str
    address: AddressFacts
    hours: tuple[tuple[int, str, str], ...]


class SourcingPlace(NamedTuple):
    """A location that a channel sells from; the lowest priority is asked first."""

    code: str
    name: str
    priority: int


class Sourcing(NamedTuple):
    """How far an order of a channel may be spread ("never", "lines", "units"), and over which locations."""

    split: str
    places: tuple[SourcingPlace, ...]
