"""Who must not be written to just now for a reason that others know: an open serious ticket, a dispute.

Others register a hold when the application starts; it is asked about single contacts as their mail leaves.
"""

from __future__ import annotations

import datetime as dt
from typing import Protocol


class Hold(Protocol):
    """One reason not to write."""

    def holds(self, contact_id: int, *, email: str, at: dt.datetime) -> bool:
        """Say whether this person should get no marketing now."""


_holds: dict[str, Hold] = {}


def register_hold(name: str, hold: Hold) -> None:
    """Ask this one from now on; ``name`` becomes the reason, at most 24 characters."""
    _holds[name] = hold


def held_because(contact_id: int, *, email: str, at: dt.datetime) -> str:
    """Return the first reason not to write to somebody, or ""."""
    for name in sorted(_holds):
        if _holds[name].holds(contact_id, email=email, at=at):
            return name[:24]
    return ""
