"""Personal data of a customer that other contexts keep (orders, carts, conversations ...).

A context with such data registers how to export it and how to erase what no law obliges us to keep.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Protocol

from storecrew.kernel.actor import Actor


class SubjectData(Protocol):
    """One context's personal data. Both calls run inside the transaction of the caller."""

    name: str

    def export(self, *, customer_id: int, email: str) -> Any:
        """Return everything about the customer as plain JSON."""

    def erase(self, *, customer_id: int, email: str, actor: Actor, at: dt.datetime) -> None:
        """Make what is not needed for invoices say nothing about the person."""


_sources: dict[str, SubjectData] = {}


def register_subject_data(source: SubjectData) -> None:
    """Add a source of personal data under its name; called once, when the application starts."""
    _sources[source.name] = source


def sources() -> list[SubjectData]:
    """Return every source, by name."""
    return [_sources[name] for name in sorted(_sources)]
