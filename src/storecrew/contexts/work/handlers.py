"""What follows from dates that move."""

from __future__ import annotations

from datetime import datetime

from storecrew.contexts.work import operations
from storecrew.contexts.work.events import DateChanged
from storecrew.kernel import clock, outbox


@outbox.subscribe(DateChanged)
def look_for_conflicts(event: DateChanged) -> None:
    """Ask the rules about the date that moved and about what it lies beside."""
    operations.refresh_around(
        kind=event.kind,
        record=event.record,
        record_id=event.record_id,
        since=datetime.fromisoformat(event.since),
        until=datetime.fromisoformat(event.until),
        at=clock.now(),
    )
