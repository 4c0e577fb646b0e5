"""The shared calendar: facts put their dates on it, and a person reads it in their own program."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from storecrew.contexts.work import queries
from storecrew.contexts.work.errors import InvalidDate
from storecrew.contexts.work.facts import CalendarDate
from storecrew.contexts.work.models import CalendarEntry, CalendarFeed
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor


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
    actor: Actor,
    at: datetime,
) -> CalendarDate:
    """Put a date where all teams see it; the same record and kind again moves it. Raises InvalidDate.

    Dates mirror facts that have an audit trail of their own, so a repeated call writes nothing else.
    """
    actor.require("work.write")
    if not (kind and title.strip() and owner_role and record and str(record_id)) or ends_at < starts_at:
        raise InvalidDate(kind=kind)
    with transaction.atomic():
        row, _created = CalendarEntry.objects.update_or_create(
            kind=kind,
            record=record,
            record_id=str(record_id),
            defaults={
                "title": title.strip()[:200],
                "starts_at": starts_at,
                "ends_at": ends_at,
                "owner_role": owner_role,
                "url": url,
                "put_by": actor.label[:200],
                "changed_at": at,
            },
        )
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
        gone, _rows = rows.delete()
        if gone:
            audit.record(actor=actor, action="work.date_removed", record=record, record_id=record_id, at=at)
    return gone


def feed_link(*, actor: Actor, at: datetime) -> str:
    """Return a new secret for the actor's calendar program; an older one ends. Only its hash is stored."""
    actor.require("work.read")
    token = secrets.token_urlsafe(32)
    CalendarFeed.objects.update_or_create(
        owner=actor.id, defaults={"token_hash": queries.hash_of(token), "made_at": at}
    )
    return token
