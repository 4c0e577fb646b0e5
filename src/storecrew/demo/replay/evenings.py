"""What timed work does in a running shop: events are handled, and what is due is counted."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.inventory import public as inventory
from storecrew.kernel import outbox
from storecrew.kernel.actor import Actor, system_actor

COUNTS_A_DAY = 10
COUNTER = system_actor("replay counter")


def handle_events() -> None:
    """Let follow what follows from what happened: work, promises, the search index."""
    while outbox.drain(limit=500):
        pass


def count_due(location_id: int, *, actor: Actor, at: dt.datetime) -> int:
    """Count what the plan asks for. The file knows of no difference there, so the shelf is as recorded."""
    inventory.plan_counts(actor=actor, at=at, most=COUNTS_A_DAY, location_id=location_id)
    due = inventory.due_counts(location_id)
    on_hand = {
        level.variant_id: level.on_hand
        for level in inventory.levels([task.variant_id for task in due])
        if level.location_id == location_id
    }
    for task in due:
        count(task.id, on_hand[task.variant_id], actor=actor, at=at)
    return len(due)


def count(task_id: int, units: int, *, actor: Actor, at: dt.datetime) -> None:
    """Count as often as the rules ask for it; another person agrees to what is too large."""
    for turn in (1, 2):
        told = inventory.record_count(task_id, units, key=f"replay-{task_id}-{turn}", actor=COUNTER, at=at)
        if told.state == "approval":
            inventory.approve_count(task_id, reason="other", actor=actor, at=at)
        if told.state != "recount":
            return
