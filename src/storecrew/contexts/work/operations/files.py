"""What is sent when and to whom: made, changed, paused, ended. Sending is in `sending`."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, time
from typing import Any
from zoneinfo import available_timezones

from django.db import transaction

from storecrew.contexts.work import rules
from storecrew.contexts.work.errors import CannotHaveFile, InvalidFileSchedule, UnknownFileSchedule
from storecrew.contexts.work.facts import FileReader, ListView
from storecrew.contexts.work.listed import list_files
from storecrew.contexts.work.models import FileReceiver, FileSchedule, ScheduledFile
from storecrew.contexts.work.models.files import private_files
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError

RECORD = "work.file_schedule"


def schedule_file(
    *,
    name: str,
    list_code: str,
    view: ListView,
    rhythm: str,
    at_time: time,
    receivers: Collection[str],
    actor: Actor,
    at: datetime,
) -> int:
    """Send a view of a list by the clock to people, by their ids; return the schedule's id.

    Raises InvalidFileSchedule, and CannotHaveFile for somebody who may not take this view away.
    """
    actor.require("work.read")
    title = _checked(name, view, rhythm, receivers)
    readers = _readers(view, receivers, actor)
    with transaction.atomic():
        row = FileSchedule.objects.create(
            name=title,
            list_code=list_code,
            path=view.path,
            query=view.query,
            form=view.form,
            rhythm=rhythm,
            at_time=at_time,
            zone=view.zone,
            owner=actor.id,
            owner_label=actor.label[:200],
            next_at=rules.next_sending(at, rhythm, at_time, view.zone),
            created_at=at,
        )
        _address(row, readers)
        _note("made", row, actor, at, after=_shown(row))
    return row.pk


def change_file_schedule(
    schedule_id: int,
    *,
    name: str,
    form: str,
    rhythm: str,
    at_time: time,
    receivers: Collection[str],
    actor: Actor,
    at: datetime,
) -> None:
    """Change what one's own schedule is called, its format, its clock and who gets it.

    Raises UnknownFileSchedule, InvalidFileSchedule, CannotHaveFile.
    """
    row = _own(schedule_id, actor)
    view = sent_view(row)._replace(form=form)
    title = _checked(name, view, rhythm, receivers)
    readers = _readers(view, receivers, actor)
    with transaction.atomic():
        row = FileSchedule.objects.select_for_update().get(pk=row.pk)
        before = _shown(row)
        row.name, row.form, row.rhythm, row.at_time = title, form, rhythm, at_time
        row.next_at = rules.next_sending(at, rhythm, at_time, row.zone)
        row.save(update_fields=["name", "form", "rhythm", "at_time", "next_at"])
        row.receivers.exclude(person__in=[each.person for each in readers]).delete()
        _address(row, readers)
        after = _shown(row)
        if before != after:
            _note("changed", row, actor, at, before=before, after=after)


def pause_file_schedule(schedule_id: int, *, actor: Actor, at: datetime) -> None:
    """Send nothing until it goes on; harmless when it is paused. Raises UnknownFileSchedule."""
    row = _own(schedule_id, actor)
    with transaction.atomic():
        if FileSchedule.objects.filter(pk=row.pk, paused_at=None).update(paused_at=at):
            _note("paused", row, actor, at)


def resume_file_schedule(schedule_id: int, *, actor: Actor, at: datetime) -> None:
    """Go on from the next time on. Raises UnknownFileSchedule, CannotHaveFile while a right is missing."""
    row = _own(schedule_id, actor)
    _readers(sent_view(row), [actor.id], actor)
    with transaction.atomic():
        next_at = rules.next_sending(at, row.rhythm, row.at_time, row.zone)
        paused = FileSchedule.objects.filter(pk=row.pk, paused_at__isnull=False)
        if paused.update(paused_at=None, trouble="", next_at=next_at):
            _note("resumed", row, actor, at)


def delete_file_schedule(schedule_id: int, *, actor: Actor, at: datetime) -> None:
    """End one's own schedule and delete its files. Raises UnknownFileSchedule."""
    row = _own(schedule_id, actor)
    kept = ScheduledFile.objects.filter(schedule=row).exclude(file="")
    stored = list(kept.values_list("file", flat=True))
    with transaction.atomic():
        _note("deleted", row, actor, at, before=_shown(row))
        row.delete()
        transaction.on_commit(lambda: _delete(stored))


def _delete(names: Iterable[str]) -> None:
    storage = private_files()
    for name in names:
        storage.delete(name)


def leave_file_schedule(schedule_id: int, *, actor: Actor, at: datetime) -> None:
    """Get a colleague's file no more; harmless when repeated."""
    row = FileSchedule.objects.filter(pk=schedule_id).first()
    if row is None:
        raise UnknownFileSchedule(schedule=schedule_id)
    with transaction.atomic():
        left, _rows = row.receivers.filter(person=actor.id).delete()
        if left:
            _note("left", row, actor, at, before={"person": actor.label})


def sent_view(row: FileSchedule) -> ListView:
    """Return what a schedule sends."""
    return ListView(row.path, row.query, row.form, row.zone)


def _own(schedule_id: int, actor: Actor) -> FileSchedule:
    row = FileSchedule.objects.filter(pk=schedule_id, owner=actor.id).first()
    if row is None:
        raise UnknownFileSchedule(schedule=schedule_id)
    return row


def _checked(name: str, view: ListView, rhythm: str, receivers: Collection[str]) -> str:
    title = name.strip()
    fits = 1 <= len(title) <= 120 and len(view.query) <= 2000 and len(view.path) <= 400
    known = view.form in rules.FORMS and rhythm in rules.RHYTHMS and view.zone in available_timezones()
    if not (fits and known and 1 <= len(set(receivers)) <= rules.MOST_RECEIVERS):
        raise InvalidFileSchedule()
    return title


def _readers(view: ListView, receivers: Collection[str], actor: Actor) -> list[FileReader]:
    """Return who gets a view; the one who sends it must be allowed to have it too."""
    found = []
    for person in dict.fromkeys([actor.id, *receivers]):
        reader = list_files().reader(person)
        try:
            list_files().require(view, person)
        except DomainError as error:
            raise CannotHaveFile(person=person, why=error.code) from error
        if reader is None:
            raise CannotHaveFile(person=person)
        found.append(reader)
    return [each for each in found if each.person in set(receivers)]


def _address(row: FileSchedule, readers: list[FileReader]) -> None:
    FileReceiver.objects.bulk_create(
        [FileReceiver(schedule=row, person=each.person, label=each.label[:200]) for each in readers],
        ignore_conflicts=True,
    )


def _shown(row: FileSchedule) -> dict[str, Any]:
    return {
        "name": row.name,
        "list": row.list_code,
        "query": row.query,
        "format": row.form,
        "rhythm": row.rhythm,
        "time": row.at_time.isoformat("minutes"),
        "timezone": row.zone,
        "receivers": list(row.receivers.values_list("label", flat=True)),
    }


def _note(
    what: str,
    row: FileSchedule,
    actor: Actor,
    at: datetime,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    action = f"work.file_schedule_{what}"
    audit.record(
        actor=actor, action=action, record=RECORD, record_id=row.pk, at=at, before=before, after=after
    )
