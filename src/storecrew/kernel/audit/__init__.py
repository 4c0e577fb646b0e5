"""The audit trail's doorway: ``audit.record(...)`` inside the transaction of the change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from storecrew.kernel.actor import Actor
from storecrew.kernel.sentence import beyond_source, in_source

if TYPE_CHECKING:
    from storecrew.kernel.audit.models import AuditEntry

__all__ = ["Change", "entries_about", "entries_for", "entries_of_kind", "entry_of", "record", "record_many"]


@dataclass(frozen=True)
class Change:
    """One change of one record; ``before`` and ``after`` hold only the fields that changed."""

    action: str
    record: str
    record_id: str | int
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    reason: str = ""


def record(
    *,
    actor: Actor,
    action: str,
    record: str,
    record_id: str | int,
    at: dt.datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Write one entry in the current transaction."""
    record_many([Change(action, record, record_id, before, after, reason)], actor=actor, at=at)


def record_many(changes: Iterable[Change], *, actor: Actor, at: dt.datetime) -> None:
    """Write many entries with one statement."""
    from storecrew.kernel import rows
    from storecrew.kernel.audit.chain import sign
    from storecrew.kernel.audit.models import AuditEntry

    entries = [
        AuditEntry(
            at=at,
            action=change.action,
            record=change.record,
            record_id=str(change.record_id),
            actor_kind=actor.kind,
            actor_id=actor.id[:64],
            actor_label=actor.label[:120],
            on_behalf_of=actor.on_behalf_of[:120],
            ip=actor.ip[:45],
            request_id=actor.request_id[:64],
            before=change.before,
            after=change.after,
            reason=in_source(change.reason)[:400],
            words=beyond_source(change.reason),
        )
        for change in changes
    ]
    for entry in entries:
        entry.entry_hash = sign(entry)
    rows.insert(entries)


def entries_for(record: str, record_id: str | int, *, limit: int = 200) -> Sequence[AuditEntry]:
    """Return the newest entries of one record, newest first."""
    from storecrew.kernel.audit.models import AuditEntry

    rows = AuditEntry.objects.filter(record=record, record_id=str(record_id))
    return list(rows.order_by("-pk")[:limit])


def entry_of(record: str, record_id: str | int, entry_id: int) -> AuditEntry | None:
    """Return one entry of one record; None for an entry of another record."""
    from storecrew.kernel.audit.models import AuditEntry

    return AuditEntry.objects.filter(pk=entry_id, record=record, record_id=str(record_id)).first()


def entries_about(record: str, record_ids: Sequence[str | int], action: str) -> Sequence[AuditEntry]:
    """Return the entries of one action on many records, oldest first; one query."""
    from storecrew.kernel.audit.models import AuditEntry

    ids = [str(record_id) for record_id in record_ids]
    return list(AuditEntry.objects.filter(record=record, record_id__in=ids, action=action).order_by("pk"))


def entries_of_kind(record: str, action: str) -> Sequence[AuditEntry]:
    """Return the entries of one action on all records of a kind, oldest first; for kinds with few records."""
    from storecrew.kernel.audit.models import AuditEntry

    return list(AuditEntry.objects.filter(record=record, action=action).order_by("pk"))
