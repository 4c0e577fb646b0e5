"""Events across contexts: ``publish`` inside the transaction, ``subscribe`` in ``handlers.py``.

A handler runs after commit, in a transaction of its own, and once: a unique row per event and handler
records it. A handler that fails is tried again later and does not hold up the others.

The functions import the tables when called, because this package is a Django app and is imported before the
app registry is ready.
"""

from __future__ import annotations

from collections.abc import Iterable

from storecrew.kernel.outbox.events import Event, Handling, handling
from storecrew.kernel.outbox.registry import subscribe

__all__ = ["Event", "Handling", "current", "drain", "publish", "publish_many", "subscribe"]


def current() -> Handling | None:
    """Return which event the running handler is at; None outside of one."""
    return handling.get()


def publish(event: Event) -> None:
    """Write one event; raises RuntimeError outside a transaction."""
    publish_many([event])


def publish_many(events: Iterable[Event]) -> None:
    """Write events with one statement; raises RuntimeError outside a transaction."""
    from storecrew.kernel.outbox import publishing

    publishing.publish_many(events)


def drain(limit: int = 100) -> int:
    """Handle waiting events, oldest first; return how many events were finished."""
    from storecrew.kernel.outbox import draining

    return draining.drain(limit)
