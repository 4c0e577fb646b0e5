"""Reads of the inventory context; the counters are named here, the rest by its file."""

from storecrew.contexts.inventory.queries.stock import (
    allocations_of,
    available_to_promise,
    candidates,
    ledger,
    level,
    levels,
    location,
    location_facts,
    location_names,
    locations,
    postal_address,
    stock_words,
)

__all__ = [
    "allocations_of",
    "available_to_promise",
    "candidates",
    "ledger",
    "level",
    "levels",
    "location",
    "location_facts",
    "location_names",
    "locations",
    "postal_address",
    "stock_words",
]
