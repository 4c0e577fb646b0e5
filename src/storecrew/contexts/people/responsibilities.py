"""Reading the map of all responsibilities from `docs/responsibilities.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from storecrew.contexts.people import queries
from storecrew.contexts.people.facts import Responsibility

FILE = Path(__file__).resolve().parents[4] / "docs" / "responsibilities.toml"
EVERYONE = "everyone"
# who carries the lines of a block that the file does not give to one role
CARRIED_BY = {
    "everyone": (),
    "it": ("developer", "tester"),
    "it_team": ("developer", "tester"),
    "warehouse": ("logistics_manager", "inventory_manager"),
    "warehouse_team": ("logistics_manager", "inventory_manager"),
}


def responsibilities() -> list[Responsibility]:
    """Return all responsibilities in the order of the file, each with the people who hold its role."""
    held = queries.holders()
    return [_with_holders(entry, held) for entry in _entries(FILE)]


@cache
def _entries(path: Path) -> tuple[dict[str, Any], ...]:
    """Read the file once per process; it is part of the release and does not change while it runs."""
    if not path.is_file():
        return ()
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    listed = data.get("responsibility")
    if isinstance(listed, list):
        return tuple(listed)
    blocks = listed if isinstance(listed, dict) else data
    return tuple({"id": key, **row} for key, row in blocks.items() if isinstance(row, dict))


def _with_holders(entry: dict[str, Any], held: dict[str, tuple[str, ...]]) -> Responsibility:
    role = str(entry.get("role", EVERYONE))
    carriers = CARRIED_BY.get(role, (role,))
    names = held.values() if role == EVERYONE else (held.get(code, ()) for code in carriers)
    return Responsibility(
        id=str(entry["id"]),
        role=role,
        title=str(entry.get("title", "")),
        state=str(entry.get("state", "planned")),
        screen=_text(entry.get("screen")),
        operation=_text(entry.get("operation")),
        journey=_text(entry.get("journey")),
        note=_text(entry.get("note")),
        holders=tuple(dict.fromkeys(name for group in names for name in group)),
    )


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return str(value or "")
