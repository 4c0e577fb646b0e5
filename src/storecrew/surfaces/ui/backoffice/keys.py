"""The "g then letter" keys: which letter goes where. One table, so that a clash is seen by a test."""

from __future__ import annotations

from dataclasses import dataclass

from storecrew.surfaces.ui.backoffice import registry
from storecrew.surfaces.ui.backoffice.registry import Look, Text

# letter -> name of an address; only those in the menu of the person work
GO: tuple[tuple[str, str], ...] = (
    ("h", "backoffice_home"),
    ("i", "inbox"),
    ("a", "alerts_list"),
    ("o", "orders_list"),
    ("p", "products_list"),
    ("s", "stock_list"),
    ("c", "customers_list"),
    ("r", "prices_list"),
    ("t", "people_list"),
    ("n", "channels_list"),
    ("w", "who_does_what"),
)


@dataclass(frozen=True)
class Place:
    """Where a letter leads."""

    key: str
    label: Text
    url: str


def places(look: Look) -> list[Place]:
    """Return the places of a person's menu that have a letter."""
    entries = {entry.url: entry for entry in registry.menu_for(look)}
    return [Place(key, entries[name].label, entries[name].href()) for key, name in GO if name in entries]
