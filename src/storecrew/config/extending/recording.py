"""What the contract has, name by name: recorded, so that an update never takes one away unsaid."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path

from storecrew.config.apps import CONTEXTS
from storecrew.kernel.extensions.contract import CONTRACT, PUBLIC, number

RECORD = Path(__file__).resolve().parents[4] / "docs/reference/contract.txt"


def doorways() -> Iterator[str]:
    """Yield the modules of the contract that exist."""
    for pattern in PUBLIC:
        for name in [pattern.replace("*", context) for context in CONTEXTS] if "*" in pattern else [pattern]:
            try:
                importlib.import_module(name)
            except ModuleNotFoundError as error:
                if error.name != name:
                    raise
                # not every context speaks of events
                continue
            yield name


def promised() -> list[str]:
    """Return each name of the contract, ``module.name``, in order."""
    found: set[str] = set()
    for door in doorways():
        module = importlib.import_module(door)
        names = getattr(module, "__all__", None) or [
            name
            for name, value in vars(module).items()
            if not name.startswith("_") and getattr(value, "__module__", None) == door
        ]
        found |= {f"{door}.{name}" for name in names}
    return sorted(found)


def written() -> str:
    """Return the record as a file."""
    return "\n".join([f"# contract {number(CONTRACT)}", *promised(), ""])


def recorded() -> list[str]:
    """Return the names of the record."""
    return [line for line in RECORD.read_text("utf-8").splitlines() if line and not line.startswith("#")]
