"""The shared calendar: facts put their dates on it, and a person reads it in their own program."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from storecrew.contexts.work import queries
from storecrew.contexts.work.conflicts import mover_of, must_begin
from storecrew.contexts.work.errors import DateNotMovable, InvalidDate, UnknownDate
from storecrew.contexts.work.events import DateChanged
from storecrew.contexts.work.facts import CalendarDate
from storecrew.contexts.work.models import CalendarEntry, CalendarFeed
from storecrew.contexts.work.operations.conflicts import refresh_around
from storecrew.kernel import audit, outbox
from storecrew.kernel.actor import Actor

BY_HAND = "work.calendar_entry"
"""The record of dates that people put on the calendar."""


def put_on_calendar(
    *,
    kind: str,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    owner_role: str,
    record: str,
    record_id: str | int,
    url: str = "",
    touches: Iterable[str] = (),
    actor: Actor,
    at: datetime,
) -> CalendarDate:
    """Put a date where all teams see it; the same record and kind again moves it. Raises InvalidDate.

    `touches` names what it is about ("location:main", "product:7"), by which conflicts are found. Dates
    mirror facts that have an audit trail of their own, so a repeated call writes nothing else, and one that
    changes nothing writes nothing at all.
    """
    actor.require("work.write")
    if not (kind and title.strip() and owner_role and record and str(record_id)) or ends_at < starts_at:
        raise InvalidDate(kind=kind)
    values = {
        "title": title.strip()[:200],
        "starts_at": starts_at,
        "ends_at": ends_at,
        "owner_role": owner_role,
        "url": url,
        "touches": sorted(set(touches)),
    }
    with transaction.atomic():
        row = CalendarEntry.objects.filter(kind=kind, record=record, record_id=str(record_id)).first()
        if row is not None and all(getattr(row, name) == value for name, value in values.items()):
            return queries.date_facts(row)
        before = (row.starts_at, row.ends_at) if row else (starts_at, ends_at)
        row, _created = CalendarEntry.objects.update_or_create(
            kind=kind,
            record=record,
            record_id=str(record_id),
            defaults={**values, "put_by": actor.label[:200], "changed_at": at},
        )
        _changed(row, min(before[0], starts_at), max(before[1], ends_at))
    return queries.date_facts(row)


def take_off_calendar(
    *, record: str, record_id: str | int, kind: str = "", actor: Actor, at: datetime
) -> int:
    """Remove the dates of a record (of one kind, or all); return how many there were, 0 is no error."""
    actor.require("work.write")
    rows = CalendarEntry.objects.filter(record=record, record_id=str(record_id))
    if kind:
        rows = rows.filter(kind=kind)
    with transaction.atomic():
        before = list(rows)
        gone, _rows = rows.delete()
        for row in before:
            _changed(row, row.starts_at, row.ends_at)
        if gone:
            audit.record(actor=actor, action="work.date_removed", record=record, record_id=record_id, at=at)
    return gone


def move_date(entry_id: int, *, days: int, seen: datetime | None = None, actor: Actor, at: datetime) -> None:
    """Move a date by whole days: one put by hand at once, one of a fact by the command of its own context.

    ``seen`` is when it began on the page of whoever moves it: two who move it at once move it once.

    :raises UnknownDate: there is no such date
    :raises DateMoved: it begins at another moment than was seen (CON-13)
    :raises DateNotMovable: its fact can be changed on its own page only
    """
    actor.require("work.write")
    row = CalendarEntry.objects.filter(pk=entry_id).first()
    if row is None:
        raise UnknownDate(date=entry_id)
    if seen is not None:
        must_begin(row.starts_at, seen)
    _move(row, days, actor, at)
    # whoever moved it sees at once what it meets now; the event of the move finds nothing left to do
    now = CalendarEntry.objects.filter(kind=row.kind, record=row.record, record_id=row.record_id).first()
    spans = [row] if now is None else [row, now]
    refresh_around(
        kind=row.kind,
        record=row.record,
        record_id=row.record_id,
        since=min(each.starts_at for each in spans),
        until=max(each.ends_at for each in spans),
        at=at,
    )


def _move(row: CalendarEntry, days: int, actor: Actor, at: datetime) -> None:
    if row.record == BY_HAND:
        before = row.starts_at
        with transaction.atomic():
            # Held until the commit: another who moves it from the same day finds it elsewhere.
            if not CalendarEntry.objects.filter(pk=row.pk, starts_at=before).update(changed_at=at):
                must_begin(_begins(row.pk), before)
            shift = timedelta(days=days)
            put_on_calendar(
                kind=row.kind,
                title=row.title,
                starts_at=row.starts_at + shift,
                ends_at=row.ends_at + shift,
                owner_role=row.owner_role,
                record=row.record,
                record_id=row.record_id,
                url=row.url,
                touches=row.touches,
                actor=actor,
                at=at,
            )
            audit.record(
                actor=actor,
                action="work.date_moved",
                record=row.record,
                record_id=row.record_id,
                at=at,
                before={"starts_at": before.isoformat()},
                after={"starts_at": (before + shift).isoformat()},
            )
        return
    mover = mover_of(row.kind)
    if mover is None:
        raise DateNotMovable(date=row.pk)
    mover(row.record_id, days=days, begins=row.starts_at, actor=actor, at=at)


def _begins(entry_id: int) -> datetime:
    found = CalendarEntry.objects.filter(pk=entry_id).values_list("starts_at", flat=True).first()
    if found is None:
        raise UnknownDate(date=entry_id)
    return found


def _changed(row: CalendarEntry, since: datetime, until: datetime) -> None:
    outbox.publish(
        DateChanged(
            kind=row.kind,
            record=row.record,
            record_id=row.record_id,
            since=since.isoformat(),
            until=until.isoformat(),
        )
    )


def feed_link(*, actor: Actor, at: datetime) -> str:
    """Return a new secret for the actor's calendar program; an older one ends. Only its hash is stored."""
    actor.require("work.read")
    token = secrets.token_urlsafe(32)
    CalendarFeed.objects.update_or_create(
        owner=actor.id, defaults={"token_hash": queries.hash_of(token), "made_at": at}
    )
    return token
