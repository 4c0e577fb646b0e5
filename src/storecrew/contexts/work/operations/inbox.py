"""What a person does with the lines of their inbox; tasks and comments themselves stay as they are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from storecrew.contexts.work import queries
from storecrew.contexts.work.errors import InvalidSnooze
from storecrew.contexts.work.facts import MarkFacts
from storecrew.contexts.work.models import InboxMark
from storecrew.kernel.actor import Actor

FIELDS = ("read_at", "snoozed_until", "done_at")


def read_entries(*, ids: Iterable[int], names: Iterable[str], actor: Actor, at: datetime) -> list[MarkFacts]:
    """Mark lines of the actor's inbox as read; return the marks of before, for undo."""
    return _mark(ids, names, actor, at, {"read_at": at})


def snooze_entries(
    *, ids: Iterable[int], until: datetime, names: Iterable[str], actor: Actor, at: datetime
) -> list[MarkFacts]:
    """Put lines off until an instant, at which they are new again; return the marks of before.

    Raises InvalidSnooze for an instant that is not ahead.
    """
    if until <= at:
        raise InvalidSnooze()
    return _mark(ids, names, actor, at, {"read_at": None, "snoozed_until": until, "done_at": None})


def put_aside(*, ids: Iterable[int], names: Iterable[str], actor: Actor, at: datetime) -> list[MarkFacts]:
    """Finish with lines: they leave the actor's inbox, and nobody else's; return the marks of before."""
    return _mark(ids, names, actor, at, {"read_at": at, "snoozed_until": None, "done_at": at})


def restore_marks(marks: Iterable[MarkFacts], *, names: Iterable[str], actor: Actor, at: datetime) -> int:
    """Put the actor's own marks back as they were; return how many."""
    actor.require("work.read")
    own = {mark.entry_id: mark for mark in marks}
    known = _known(own, names, actor, at)
    _write([_mark_row(entry, actor, {name: getattr(own[entry], name) for name in FIELDS}) for entry in known])
    return len(known)


def _mark(
    ids: Iterable[int], names: Iterable[str], actor: Actor, at: datetime, values: dict[str, Any]
) -> list[MarkFacts]:
    actor.require("work.read")
    with transaction.atomic():
        known = _known(ids, names, actor, at)
        rows = InboxMark.objects.filter(person=actor.id, entry_id__in=known)
        stood = {row.entry_id: {name: getattr(row, name) for name in FIELDS} for row in rows}
        empty = dict.fromkeys(FIELDS)
        _write([_mark_row(entry, actor, {**stood.get(entry, empty), **values}) for entry in known])
    return [MarkFacts(entry_id=entry, **stood.get(entry, empty)) for entry in known]


def _known(ids: Iterable[int], names: Iterable[str], actor: Actor, at: datetime) -> list[int]:
    """Return those ids that stand in the actor's inbox: a guessed number marks nothing."""
    entries = queries.inbox_entries(actor, names=names, at=at).filter(pk__in=list(ids))
    return list(entries.order_by("pk").values_list("pk", flat=True))


def _mark_row(entry: int, actor: Actor, values: dict[str, Any]) -> InboxMark:
    return InboxMark(entry_id=entry, person=actor.id, **values)


def _write(rows: list[InboxMark]) -> None:
    InboxMark.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=("entry", "person"), update_fields=FIELDS
    )
