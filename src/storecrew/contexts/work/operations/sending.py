"""Sending lists as files: by the clock or at once, with the rights of that moment, each file for one person.

A file is written before anything is stored, since writing may take long; then one transaction moves the
schedule on, keeps what came of it and queues the mails. A second worker finds the schedule moved.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import datetime
from tempfile import TemporaryFile

from django.core.files import File
from django.db import transaction
from django.db.models import Q

from storecrew.contexts.work import file_mails, rules
from storecrew.contexts.work.errors import UnknownFileSchedule
from storecrew.contexts.work.facts import FileReader
from storecrew.contexts.work.listed import list_files
from storecrew.contexts.work.models import FileReceiver, FileSchedule, ScheduledFile
from storecrew.contexts.work.operations.files import RECORD, sent_view
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.errors import DomainError
from storecrew.kernel.sentence import Sentence, refused, say

logger = logging.getLogger(__name__)

CLOCK = system_actor("work.send_files")
AT_A_TIME = 20
Outcome = ScheduledFile.Outcome


@dataclass
class _Round:
    """What was made of a schedule at one time."""

    at: datetime
    made: list[tuple[ScheduledFile, FileReader]] = field(default_factory=list)
    # who may not have it any more, and why
    lost: list[tuple[FileReceiver, Sentence]] = field(default_factory=list)
    # why nobody gets it any more
    trouble: Sentence | None = None


def send_due_files(*, at: datetime) -> int:
    """Send what is due, each schedule once however late; return how many schedules."""
    due = FileSchedule.objects.filter(paused_at=None, next_at__lte=at).order_by("next_at", "pk")
    return sum(_send(row, at, CLOCK) for row in due[:AT_A_TIME])


def send_file_now(schedule_id: int, *, actor: Actor, at: datetime) -> None:
    """Send one's own file at once; its next time stays. Raises UnknownFileSchedule."""
    row = FileSchedule.objects.filter(pk=schedule_id, owner=actor.id).first()
    if row is None:
        raise UnknownFileSchedule(schedule=schedule_id)
    _send(row, at, actor)


def forget_old_files(*, at: datetime) -> int:
    """Delete files whose days are over, and after three months that they were sent; return how many files."""
    gone = 0
    for row in ScheduledFile.objects.filter(expires_at__lte=at).exclude(file=""):
        row.file.delete(save=False)
        gone += ScheduledFile.objects.filter(pk=row.pk).update(file="")
    ScheduledFile.objects.filter(made_at__lte=at - rules.RUNS_KEPT).filter(Q(file="")).delete()
    return gone


def _send(row: FileSchedule, at: datetime, actor: Actor) -> bool:
    made = _Round(at)
    owner = list_files().reader(row.owner)
    made.trouble = _why_not(row, row.owner)
    if made.trouble is None:
        _make_all(row, made)
    with transaction.atomic():
        if not _moved_on(row, made, actor):
            transaction.on_commit(lambda: _throw_away(made))
            return False
        _keep(row, made, owner, actor)
    return True


def _why_not(row: FileSchedule, person: str) -> Sentence | None:
    """Return why somebody may not have the file now; None when they may."""
    try:
        list_files().require(sent_view(row), person)
    except DomainError as error:
        return refused(error)
    return None


def _make_all(row: FileSchedule, made: _Round) -> None:
    for receiver in row.receivers.all():
        reader, why = list_files().reader(receiver.person), _why_not(row, receiver.person)
        if reader is None or why is not None:
            made.lost.append((receiver, why or say("This person no longer works here.")))
        else:
            made.made.append((_make(row, reader, made.at), reader))
    if not made.made:
        made.trouble = say("Nobody is left who may have it.")


def _make(row: FileSchedule, reader: FileReader, at: datetime) -> ScheduledFile:
    file = ScheduledFile(
        schedule=row, person=reader.person, label=reader.label[:200], outcome=Outcome.FAILED, made_at=at
    )
    try:
        with TemporaryFile() as written:
            told = list_files().write(sent_view(row), sender=row.owner, reader=reader, into=written)
            file.rows, file.size, file.name = told.rows, written.tell(), told.name
            if told.rows:
                written.seek(0)
                file.file.save(told.name, File(written), save=False)
    except DomainError as error:
        file.reason = refused(error)
    except Exception:
        # one list that cannot be written must not hold up those of everybody else
        logger.exception("scheduled file %s could not be written", row.pk)
        file.reason = say("The file could not be made. It is tried again the next time.")
    else:
        file.outcome = _outcome(file)
        file.expires_at = at + rules.FILES_KEPT if told.rows else None
    return file


def _outcome(file: ScheduledFile) -> str:
    if not file.rows:
        return Outcome.EMPTY
    return Outcome.ATTACHED if file.size <= rules.MOST_ATTACHED else Outcome.LINKED


def _moved_on(row: FileSchedule, made: _Round, actor: Actor) -> bool:
    """Take the schedule to its next time; False when another worker did it, or it was changed or ended."""
    rows = FileSchedule.objects.filter(pk=row.pk)
    if actor is CLOCK:
        rows = rows.filter(next_at=row.next_at, paused_at=None)
    next_at = row.next_at
    if next_at <= made.at:
        next_at = rules.next_sending(made.at, row.rhythm, row.at_time, row.zone)
    if made.trouble is None:
        return bool(rows.update(last_at=made.at, next_at=next_at))
    return bool(rows.update(paused_at=made.at, trouble=made.trouble))


def _keep(row: FileSchedule, made: _Round, owner: FileReader | None, actor: Actor) -> None:
    ScheduledFile.objects.bulk_create([file for file, _reader in made.made])
    FileReceiver.objects.filter(pk__in=[receiver.pk for receiver, _why in made.lost]).delete()
    sent = [file.label for file, _reader in made.made if file.outcome != Outcome.FAILED]
    if sent:
        _note("sent", row, actor, made.at, after={"receivers": sent})
    for receiver, why in made.lost:
        _note("receiver_lost", row, CLOCK, made.at, before={"person": receiver.label}, reason=why)
    if made.trouble is not None:
        _note("stopped", row, CLOCK, made.at, reason=made.trouble)
    for file, reader in made.made:
        if file.outcome != Outcome.FAILED:
            file_mails.queue_file(row, file, reader)
    if owner is not None:
        failed = [file for file, _reader in made.made if file.outcome == Outcome.FAILED]
        file_mails.queue_trouble(row, owner, made.at, trouble=made.trouble, lost=made.lost, failed=failed)


def _throw_away(made: _Round) -> None:
    for file, _reader in made.made:
        if file.file:
            file.file.delete(save=False)


def _note(
    what: str,
    row: FileSchedule,
    actor: Actor,
    at: datetime,
    *,
    before: dict[str, str] | None = None,
    after: dict[str, list[str]] | None = None,
    reason: str = "",
) -> None:
    action = f"work.file_schedule_{what}"
    audit.record(
        actor=actor,
        action=action,
        record=RECORD,
        record_id=row.pk,
        at=at,
        before=before,
        after=after,
        reason=reason,
    )
