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
from storecrew.kernel.sentence import told_by

RECORD = "work.conflict"
LIST = "/admin/calendar/conflicts/"
MOST_NAMED = 8
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
    left = read.together(row)
    for role in sorted(_told(row)):
        # an alert of before the two were told together has the key of the conflict alone
        resolve_finding(dedupe_key=f"conflict:{row.pk}:{role}", actor=ACTOR, at=at)
        if others := _of(role, left):
            _alert(role, others, at)
        else:
            resolve_finding(dedupe_key=_key(row, role), actor=ACTOR, at=at)
    outbox.publish(ConflictSettled(row.pk, row.code, row.record, row.record_id, row.state))


def trail(row: Conflict, what: str, actor: Actor, at: datetime, reason: str = "") -> None:
    """Write what happened to a conflict."""
    after: dict[str, Any] = {"state": row.state, "severity": row.severity}
    if row.accepted_until:
        after |= {"answer": row.answer, "until": row.accepted_until.isoformat()}
    if row.answer_days:
        after["days"] = row.answer_days
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


def _of(role: str, rows: list[Conflict]) -> list[Conflict]:
    return [row for row in rows if role in _told(row)]


def _key(row: Conflict, role: str) -> str:
    return f"{read.alert_key(row)}:{role}"[:200]


def tell(row: Conflict, at: datetime) -> None:
    """Tell whoever has to resolve it and whoever planned it; a repeated call is one more sighting."""
    open_now = read.together(row)
    for role in sorted(_told(row)):
        if rows := _of(role, open_now):
            _alert(role, rows, at)


def _alert(role: str, rows: list[Conflict], at: datetime) -> None:
    """Raise the one alert of a role about conflicts that belong together, or say anew what it is about."""
    first = rows[0]
    blocking = any(row.severity == Conflict.Severity.BLOCKING for row in rows)
    # A campaign and the promotion it brings often share a name.
    names = list(dict.fromkeys(row.title for row in rows))
    more = len(names) - MOST_NAMED
    titles = ", ".join(names[:MOST_NAMED]) + (f" +{more}" if more > 0 else "")
    raise_finding(
        code="work.conflict",
        title=told_by("work.conflict_name", {"code": first.code, "title": titles}),
        detail=read.shared_sentence(rows),
        owner_role=role,
        severity="critical" if blocking else "warning",
        dedupe_key=_key(first, role),
        record=RECORD,
        record_id=first.pk,
        url=page_of(first.pk) if len(rows) == 1 else f"{LIST}?f.state=open&f.code={first.code}",
        actor=ACTOR,
        at=at,
    )
