"""Who must let go of an order before it may change: a warehouse that may have picked it already.

A context above registers a stopper. It is asked inside the transaction that changes the order, after the
order's row is written (and so locked): it stops its own work for good, or raises and nothing changes at all.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal, Protocol

from storecrew.kernel.actor import Actor

Change = Literal["cancel", "address"]


class Stopper(Protocol):
    """One context's work on orders."""

    def stop(self, order_id: int, change: Change, *, reason: str, actor: Actor, at: dt.datetime) -> None:
        """Let go of the order, or raise a DomainError that says why it is too late."""


_stoppers: dict[str, Stopper] = {}


def register_stopper(name: str, stopper: Stopper) -> None:
    """Ask this one from now on; called once, when the application starts."""
    _stoppers[name] = stopper


def stop_all(order_id: int, change: Change, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """Ask every stopper, by name; the first that refuses ends it."""
    for name in sorted(_stoppers):
        _stoppers[name].stop(order_id, change, reason=reason, actor=actor, at=at)
