"""What every change of a conflict leaves behind: the trail, the alerts of its two roles, the event."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from storecrew.contexts.work.events import ConflictFound, ConflictSettled
from storecrew.contexts.work.models import Conflict
from storecrew.contexts.work.operations.remarks import raise_finding, resolve_finding
from storecrew.contexts.work.queries import conflicts as read
from storecrew.kernel import audit, outbox
from storecrew.kernel.actor import Actor, system_actor

RECORD = "work.conflict"
ACTOR = system_actor("work.conflicts")


def page_of(conflict_id: int) -> str:
    """Return where a conflict is shown."""
    return f"/admin/calendar/conflicts/{conflict_id}/"


def opened(row: Conflict, what: str, actor: Actor, at: datetime, reason: str = "") -> None:
    """Keep that a conflict is open (`what` is "found" or "reopened"), and tell its roles."""
    trail(row, what, actor, at, reason)
    tell(row, at)
    outbox.publish(ConflictFound(row.pk, row.code, row.record, row.record_id, row.severity, row.owner_role))


def settled(row: Conflict, what: str, actor: Actor, at: datetime, reason: str = "") -> None:
    """Keep that a conflict stands against nothing for now ("accepted") or any more ("resolved")."""
    trail(row, what, actor, at, reason)
    for role in sorted(_told(row)):
        resolve_finding(dedupe_key=f"conflict:{row.pk}:{role}", actor=ACTOR, at=at)
    outbox.publish(ConflictSettled(row.pk, row.code, row.record, row.record_id, row.state))


def trail(row: Conflict, what: str, actor: Actor, at: datetime, reason: str = "") -> None:
    """Write what happened to a conflict."""
    after: dict[str, Any] = {"state": row.state, "severity": row.severity}
    if row.accepted_until:
        after |= {"answer": row.answer, "until": row.accepted_until.isoformat()}
    audit.record(
        actor=actor,
        action=f"work.conflict_{what}",
        record=RECORD,
        record_id=row.pk,
        at=at,
        after=after,
        reason=reason,
    )


def _told(row: Conflict) -> set[str]:
    """Return who hears of it: whoever has to resolve it, and whoever planned what it is about."""
    return {row.owner_role, row.planner_role}


def tell(row: Conflict, at: datetime) -> None:
    """Tell whoever has to resolve it and whoever planned it; a repeated call is one more sighting."""
    for role in sorted(_told(row)):
        raise_finding(
            code="work.conflict",
            title=f"{read.conflict_name(row.code)}: {row.title}",
            detail=read.conflict_words(row),
            owner_role=role,
            severity="critical" if row.severity == Conflict.Severity.BLOCKING else "warning",
            dedupe_key=f"conflict:{row.pk}:{role}",
            record=RECORD,
            record_id=row.pk,
            url=page_of(row.pk),
            actor=ACTOR,
            at=at,
        )
