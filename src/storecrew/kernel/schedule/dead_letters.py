"""What was given up and needs a person: handlers of events, mails, tasks; seen and tried again (FLT-05).

Trying again is safe: handlers and tasks are harmless when repeated, and a mail that left is never given up.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.mail.models import Mail
from storecrew.kernel.outbox.models import HandlerRun, OutboxEvent

HANDLER, MAIL, TASK = "handler", "mail", "task"
KINDS = (HANDLER, MAIL, TASK)


@dataclass(frozen=True)
class DeadLetter:
    """One piece of background work that failed.

    `kind` is "handler", "mail" or "task"; `about` names the event, the receiver or the queue; `error` is the
    whole text, `reason` its last line; `given_up` is False while it is still tried again by itself.
    """

    kind: str
    id: str
    name: str
    about: str
    since: dt.datetime
    attempts: int
    error: str
    given_up: bool = True
    next_at: dt.datetime | None = None

    @property
    def reason(self) -> str:
        """Return the last line of the error, which names it."""
        lines = self.error.strip().splitlines()
        return lines[-1] if lines else ""


def given_up(limit: int = 50) -> list[DeadLetter]:
    """Return what was given up, newest first; three queries."""
    found = [_handler(row) for row in _handlers().filter(given_up=True)[:limit]]
    found += [_mail(row) for row in _mails().filter(state=Mail.State.GIVEN_UP)[:limit]]
    failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).order_by("-enqueued_at")
    found += [_task(row) for row in failed[:limit]]
    return sorted(found, key=lambda letter: letter.since, reverse=True)[:limit]


def failing(limit: int = 50) -> list[DeadLetter]:
    """Return what failed and will be tried again by itself, newest first; two queries."""
    found = [
        _handler(row) for row in _handlers().filter(done_at=None, given_up=False, attempts__gt=0)[:limit]
    ]
    waiting = Q(state__in=[Mail.State.WAITING, Mail.State.SENDING], attempts__gt=0)
    found += [_mail(row) for row in _mails().filter(waiting)[:limit]]
    return sorted(found, key=lambda letter: letter.since, reverse=True)[:limit]


def try_again(*, kind: str, id: str, actor: Actor, at: dt.datetime) -> bool:
    """Put one piece of failed work back to the front with fresh attempts; return whether it was there.

    :raises Denied: without the right to change settings
    """
    actor.require("settings.write")
    again = {HANDLER: _handler_again, MAIL: _mail_again, TASK: _task_again}[kind]
    with transaction.atomic():
        done = again(id, at)
        if done:
            audit.record(
                actor=actor, action="schedule.tried_again", record=f"schedule.{kind}", record_id=id, at=at
            )
    return done


def _handler_again(id: str, at: dt.datetime) -> bool:
    runs = HandlerRun.objects.filter(pk=int(id), done_at=None, attempts__gt=0)
    if not runs.update(given_up=False, attempts=0, next_at=None):
        return False
    # an event whose last handler was given up counts as finished; its other handlers stay done
    OutboxEvent.objects.filter(runs__pk=int(id)).update(done_at=None)
    return True


def _mail_again(id: str, at: dt.datetime) -> bool:
    rows = Mail.objects.filter(pk=int(id), state__in=[Mail.State.GIVEN_UP, Mail.State.WAITING])
    return bool(rows.update(state=Mail.State.WAITING, attempts=0, next_at=at))


def _task_again(id: str, at: dt.datetime) -> bool:
    rows = DBTaskResult.objects.filter(pk=UUID(id), status=TaskResultStatus.FAILED)
    ready = TaskResultStatus.READY
    return bool(rows.update(status=ready, started_at=None, finished_at=None, run_after=at, worker_ids=[]))


def _handlers() -> QuerySet[HandlerRun]:
    return HandlerRun.objects.select_related("event").order_by("-pk")


def _mails() -> QuerySet[Mail]:
    return Mail.objects.defer("text", "html").order_by("-queued_at")


def _handler(row: HandlerRun) -> DeadLetter:
    return DeadLetter(
        kind=HANDLER,
        id=str(row.pk),
        name=row.handler.removeprefix("storecrew.contexts."),
        about=f"{row.event.name} #{row.event_id}",
        since=row.event.published_at,
        attempts=row.attempts,
        error=row.error,
        given_up=row.given_up,
        next_at=None if row.given_up else row.next_at,
    )


def _mail(row: Mail) -> DeadLetter:
    over = row.state == Mail.State.GIVEN_UP
    return DeadLetter(
        kind=MAIL,
        id=str(row.pk),
        name=row.subject,
        about=row.to,
        since=row.queued_at,
        attempts=row.attempts,
        error=row.error,
        given_up=over,
        next_at=None if over else row.next_at,
    )


def _task(row: DBTaskResult) -> DeadLetter:
    return DeadLetter(
        kind=TASK,
        id=str(row.pk),
        name=row.task_path.removeprefix("storecrew.contexts."),
        about=row.queue_name,
        since=row.enqueued_at,
        attempts=len(row.worker_ids),
        error=row.traceback or row.exception_class_path,
    )
