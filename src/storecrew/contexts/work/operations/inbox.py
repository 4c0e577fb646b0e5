"""What a person does with the lines of their inbox; tasks and comments themselves stay as they are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from storecrew.contexts.work import rules
from storecrew.contexts.work.errors import InvalidSnooze, LineTaken, UnknownTask
from storecrew.contexts.work.facts import MarkFacts
from storecrew.contexts.work.models import InboxEntry, InboxMark
from storecrew.contexts.work.operations.tasks import give_back_task, take_task
from storecrew.contexts.work.queries import lines
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


def call(
    *, names: Iterable[str], record: str, record_id: str | int, code: str, actor: Actor, at: datetime
) -> list[int]:
    """Put a row of another context into inboxes, once for each name; return the ids of the lines.

    `code` is the kind of what waits; lines of one kind fold.
    """
    actor.require("work.write")
    topic = rules.topic(kind=code)
    InboxEntry.objects.bulk_create(
        (
            InboxEntry(to=name[:200], record=record, record_id=str(record_id), topic=topic, at=at)
            for name in dict.fromkeys(names)
        ),
        ignore_conflicts=True,
    )
    rows = InboxEntry.objects.filter(record=record, record_id=str(record_id), to__in=list(names))
    return list(rows.order_by("pk").values_list("pk", flat=True))


def end_calls(*, record: str, record_id: str | int, actor: Actor, at: datetime) -> int:
    """Finish the lines about a row for everybody, since nothing waits there any more; return how many."""
    actor.require("work.write")
    rows = InboxEntry.objects.filter(record=record, record_id=str(record_id), finished_at=None)
    return rows.update(finished_at=at)


def take_entry(entry_id: int, *, names: Iterable[str], actor: Actor, at: datetime) -> None:
    """Take a line that a team was sent into one's own hands; of two colleagues one gets it.

    Of a task the task itself is taken. Raises UnknownTask, TaskTaken, TaskClosed, LineTaken.
    """
    row = _one(entry_id, names, actor, at)
    if row.task_id:
        take_task(row.task_id, actor=actor, at=at)
        return
    free = InboxEntry.objects.filter(pk=row.pk, taken_by_id__in=("", actor.id), finished_at=None)
    if not free.update(taken_at=at, taken_by_id=actor.id, taken_by=actor.label[:200]):
        row.refresh_from_db()
        raise LineTaken(by=row.taken_by)


def give_back_entry(entry_id: int, *, names: Iterable[str], actor: Actor, at: datetime) -> None:
    """Put a taken line back for the team; anybody of the team may, since people go home ill.

    Raises UnknownTask, TaskClosed.
    """
    row = _one(entry_id, names, actor, at)
    if row.task_id:
        give_back_task(row.task_id, actor=actor, at=at)
        return
    InboxEntry.objects.filter(pk=row.pk).update(taken_at=None, taken_by_id="", taken_by="")


def finish_held(*, ids: Iterable[int], actor: Actor, at: datetime) -> list[int]:
    """Finish for the whole team those of these lines that are in the actor's hands; return which."""
    actor.require("work.read")
    mine = InboxEntry.objects.filter(pk__in=list(ids), taken_by_id=actor.id, task=None, finished_at=None)
    with transaction.atomic():
        held = list(mine.order_by("pk").values_list("pk", flat=True))
        InboxEntry.objects.filter(pk__in=held).update(finished_at=at)
    return held


def unfinish_held(*, ids: Iterable[int], actor: Actor) -> int:
    """Take back that lines in the actor's hands were finished; return how many."""
    actor.require("work.read")
    return InboxEntry.objects.filter(pk__in=list(ids), taken_by_id=actor.id).update(finished_at=None)


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


def _one(entry_id: int, names: Iterable[str], actor: Actor, at: datetime) -> InboxEntry:
    actor.require("work.write")
    row = lines.inbox_entries(actor, names=names, at=at).filter(pk=entry_id).first()
    if row is None:
        raise UnknownTask(task=entry_id)
    return row


def _known(ids: Iterable[int], names: Iterable[str], actor: Actor, at: datetime) -> list[int]:
    """Return those ids that stand in the actor's inbox: a guessed number marks nothing."""
    entries = lines.inbox_entries(actor, names=names, at=at).filter(pk__in=list(ids))
    return list(entries.order_by("pk").values_list("pk", flat=True))


def _mark_row(entry: int, actor: Actor, values: dict[str, Any]) -> InboxMark:
    return InboxMark(entry_id=entry, person=actor.id, **values)


def _write(rows: list[InboxMark]) -> None:
    InboxMark.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=("entry", "person"), update_fields=FIELDS
    )
