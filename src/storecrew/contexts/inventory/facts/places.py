"""Where shoppers collect orders."""

from __future__ import annotations

from dataclasses import dataclass

from storecrew.contexts.customers.public import AddressFacts


@dataclass(frozen=True, slots=True)
class PickupPlace:
    """A location where shoppers collect their orders; ``hours`` are (ISO weekday, from, until)."""

    id: int
    code: str
    name: str
    address: AddressFacts
    hours: tuple[tuple[int, str, str], ...]
