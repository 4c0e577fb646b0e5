"""Writing events in the transaction that makes them true."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import connection, transaction

from storecrew.kernel import clock
from storecrew.kernel import rows as new_rows
from storecrew.kernel.outbox.events import Event
from storecrew.kernel.outbox.models import OutboxEvent

_after_commit: list[Callable[[], None]] = []


def on_publish_committed(wake: Callable[[], None]) -> None:
    """Register a function that wakes whoever drains; called after commit."""
    _after_commit.append(wake)


def publish_many(events: Iterable[Event]) -> None:
    """Write events with one statement; raises RuntimeError outside a transaction."""
    if not connection.in_atomic_block:
        raise RuntimeError("events are published inside the transaction that makes them true")
    at = clock.now()
    rows = [OutboxEvent(name=event.name, payload=event.payload(), published_at=at) for event in events]
    if not rows:
        return
    new_rows.insert(rows)
    for wake in _after_commit:
        transaction.on_commit(wake, robust=True)
