"""Who counts what orders cause: parcels that left, and contacts of each kind, by this small protocol.

The contexts that pack, refund and answer are above this one, so they register here what they can count.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

Counter = Callable[[dt.datetime, dt.datetime], int]
_parcels: dict[str, Counter] = {}
_contacts: dict[str, Counter] = {}


def register_parcels(counter: Counter) -> None:
    """Let the context that packs say how many parcels left in [since, until)."""
    _parcels["parcels"] = counter


def register_contacts(kind: str, counter: Counter) -> None:
    """Count one kind of work that orders cause for customer service in [since, until)."""
    _contacts[kind] = counter


def parcels(since: dt.datetime, until: dt.datetime) -> int | None:
    """Return how many parcels left; None when nobody packs."""
    return _parcels["parcels"](since, until) if _parcels else None


def contacts(since: dt.datetime, until: dt.datetime) -> dict[str, int]:
    """Return contacts by kind."""
    return {kind: counter(since, until) for kind, counter in sorted(_contacts.items())}
