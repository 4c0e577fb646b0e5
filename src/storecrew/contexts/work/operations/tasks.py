"""Tasks: opened by people and facts, taken by one, answered or finished once, told to the lead when late."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from storecrew.contexts.work import queries, rules
from storecrew.contexts.work.errors import EmptyAnswer, InvalidTask, TaskClosed, TaskTaken, UnknownTask
from storecrew.contexts.work.events import TaskAnswered, TaskEscalated, TaskOpened
from storecrew.contexts.work.facts import TaskFacts
from storecrew.contexts.work.models import InboxEntry, Task
from storecrew.contexts.work.operations.remarks import comment, raise_finding, resolve_finding
from storecrew.kernel import audit, outbox
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.sentence import Sentence, stored

PERMISSION = "work.write"
OPEN = (Task.State.OPEN, Task.State.TAKEN)


def open_task(
    *,
    code: str,
    title: str,
    owner_role: str,
    detail: str = "",
    location_code: str = "",
    team: str = "",
    record: str = "",
    record_id: str | int = "",
    asked_from_record: str = "",
    asked_from_id: str | int = "",
    url: str = "",
    due_at: datetime | None = None,
    dedupe_key: str = "",
    wants_answer: bool = False,
    actor: Actor,
    at: datetime,
) -> TaskFacts:
    """Give a role something to do, and return it; the open task with the same `dedupe_key` when there is one.

    `title` and `detail` are sentences (`kernel.sentence.say`), a person's own words plain strings.
    `location_code` shows it only to those who see that location. With `asked_from_…` the answer lands as a
    comment on that row. Safe to call from a handler that runs twice. Raises InvalidTask.
    """
    actor.require(PERMISSION)
    if not (title.strip() and owner_role and code):
        raise InvalidTask(code=code)
    values = {
        "code": code,
        "title": title.strip()[:200],
        "detail": detail,
        "owner_role": owner_role,
        "location_code": location_code,
        "team": team,
        "record": record,
        "record_id": str(record_id),
        "asked_from_record": asked_from_record,
        "asked_from_id": str(asked_from_id),
        "url": url,
        "due_at": due_at,
        "wants_answer": wants_answer or bool(asked_from_record),
        "opened_at": at,
        "opened_by": actor.label[:200],
        "words": stored(title=title, detail=detail),
    }
    with transaction.atomic():
        row = _open_one(dedupe_key) or _insert(dedupe_key, values)
    return queries.task_facts(row)


def take_task(task_id: int, *, actor: Actor, at: datetime) -> TaskFacts:
    """Take an open task into one's own hands; of two colleagues one gets it.

    Raises UnknownTask, TaskTaken, TaskClosed.
    """
    row = _task(task_id, actor)
    taken = Task.objects.filter(pk=row.pk, state=Task.State.OPEN).update(
        state=Task.State.TAKEN, taken_at=at, taken_by_id=actor.id, taken_by=actor.label[:200]
    )
    row.refresh_from_db()
    if not taken and not _is_mine(row, actor):
        raise _lost(row)
    return queries.task_facts(row)


def give_back_task(task_id: int, *, actor: Actor, at: datetime) -> TaskFacts:
    """Put a taken task back for the others; anybody of the role may, since people go home ill.

    Raises UnknownTask, TaskClosed.
    """
    row = _task(task_id, actor)
    with transaction.atomic():
        given = Task.objects.filter(pk=row.pk, state=Task.State.TAKEN).update(
            state=Task.State.OPEN, taken_at=None, taken_by_id="", taken_by=""
        )
        if given:
            _trail("given_back", row, actor, at, before={"taken_by": row.taken_by})
    row.refresh_from_db()
    if row.state not in OPEN:
        raise TaskClosed(task=task_id)
    return queries.task_facts(row)


def answer_task(task_id: int, *, answer: str, actor: Actor, at: datetime) -> TaskFacts:
    """Answer a question: closes the task and puts the answer as a comment on the row it was asked from.

    Raises UnknownTask, EmptyAnswer, TaskTaken, TaskClosed.
    """
    text = answer.strip()
    if not 1 <= len(text) <= rules.LONGEST_COMMENT:
        raise EmptyAnswer()
    row = _task(task_id, actor)
    with transaction.atomic():
        _close(row, Task.State.DONE, text, actor, at)
        if row.asked_from_record:
            comment(record=row.asked_from_record, record_id=row.asked_from_id, body=text, actor=actor, at=at)
        outbox.publish(
            TaskAnswered(
                task_id=row.pk,
                code=row.code,
                asked_from_record=row.asked_from_record,
                asked_from_id=row.asked_from_id,
                answer=text,
            )
        )
    return queries.task_facts(row)


def finish_task(task_id: int, *, note: str = "", actor: Actor, at: datetime) -> TaskFacts:
    """Say that a task is done; the note is the answer where one is awaited.

    Raises UnknownTask, EmptyAnswer, TaskTaken, TaskClosed.
    """
    row = _task(task_id, actor)
    if row.wants_answer:
        return answer_task(task_id, answer=note, actor=actor, at=at)
    with transaction.atomic():
        _close(row, Task.State.DONE, note.strip()[: rules.LONGEST_COMMENT], actor, at)
    return queries.task_facts(row)


def reopen_task(task_id: int, *, actor: Actor, at: datetime) -> TaskFacts:
    """Take back that a task is done; only for what asked nobody, since an answer has been read.

    Raises UnknownTask, TaskClosed when it was answered, withdrawn or opened anew meanwhile.
    """
    row = _task(task_id, actor)
    state = Task.State.TAKEN if row.taken_by_id else Task.State.OPEN
    try:
        with transaction.atomic():
            done = Task.objects.filter(pk=row.pk, state=Task.State.DONE, wants_answer=False)
            if not done.update(state=state, answer="", closed_at=None, closed_by=""):
                raise TaskClosed(task=task_id)
            _trail("task_reopened", row, actor, at)
    except IntegrityError as error:
        # the same thing was found again and has an open task of its own
        raise TaskClosed(task=task_id) from error
    row.refresh_from_db()
    return queries.task_facts(row)


def withdraw_task(
    *, dedupe_key: str = "", task_id: int | None = None, reason: str = "", actor: Actor, at: datetime
) -> bool:
    """Close a task whose reason is gone (the order was canceled); True when this call closed it.

    By key it is harmless when nothing is open. Raises UnknownTask for an unknown id.
    """
    actor.require(PERMISSION)
    row = _task(task_id, actor) if task_id is not None else _open_one(dedupe_key)
    if row is None:
        return False
    with transaction.atomic():
        closed = Task.objects.filter(pk=row.pk, state__in=OPEN).update(
            state=Task.State.WITHDRAWN,
            answer=reason,
            closed_at=at,
            closed_by=actor.label[:200],
            words={**row.words, **({"answer": why["answer"]} if (why := stored(answer=reason)) else {})},
        )
        if closed:
            _trail("task_withdrawn", row, actor, at, reason=reason)
            _calm(row, actor, at)
    return bool(closed)


def escalate_overdue(*, at: datetime, limit: int = 200) -> int:
    """Tell the lead of every open task whose time is over, once each; return how many were told now."""
    actor = system_actor("work.escalate_overdue")
    late = Task.objects.filter(state__in=OPEN, due_at__lte=at, escalated_at=None).order_by("due_at", "id")
    told = 0
    for row in list(late[:limit]):
        lead = rules.lead_of(row.owner_role)
        with transaction.atomic():
            mine = Task.objects.filter(pk=row.pk, state__in=OPEN, escalated_at=None)
            if not mine.update(escalated_at=at, escalated_to=lead):
                continue
            _tell(row, lead, actor, at)
            told += 1
    return told


def _tell(row: Task, lead: str, actor: Actor, at: datetime) -> None:
    raise_finding(
        code="work.task_overdue",
        title=Sentence(row.words.get("title", row.title)),
        detail=Sentence(row.words.get("detail", row.detail)),
        owner_role=lead,
        dedupe_key=_alarm(row),
        record="work.task",
        record_id=row.pk,
        url=f"/admin/tasks/{row.pk}/",
        actor=actor,
        at=at,
    )
    outbox.publish(TaskEscalated(task_id=row.pk, code=row.code, owner_role=row.owner_role, escalated_to=lead))


def _alarm(row: Task) -> str:
    return f"work.task_overdue:{row.pk}"


def _calm(row: Task, actor: Actor, at: datetime) -> None:
    if row.escalated_at is not None:
        resolve_finding(dedupe_key=_alarm(row), actor=actor, at=at)


def _open_one(dedupe_key: str) -> Task | None:
    if not dedupe_key:
        return None
    return Task.objects.filter(dedupe_key=dedupe_key, state__in=OPEN).first()


def _insert(dedupe_key: str, values: dict[str, Any]) -> Task:
    try:
        with transaction.atomic():
            row = Task.objects.create(dedupe_key=dedupe_key, **values)
    except IntegrityError:
        # another worker opened it between our look and our insert; the unique key holds
        return Task.objects.get(dedupe_key=dedupe_key, state__in=OPEN)
    # a question of a person is about its record; what the shop asks by itself is of a kind
    asked = {"kind": "mention", "record": row.asked_from_record, "record_id": row.asked_from_id}
    topic = rules.topic(**asked) if row.asked_from_record else rules.topic(kind="task", code=row.code)
    InboxEntry.objects.create(to=row.owner_role, task=row, topic=topic, at=row.opened_at)
    outbox.publish(
        TaskOpened(
            task_id=row.pk,
            code=row.code,
            owner_role=row.owner_role,
            location_code=row.location_code,
            record=row.record,
            record_id=row.record_id,
        )
    )
    return row


def _task(task_id: int, actor: Actor) -> Task:
    actor.require(PERMISSION)
    row = queries.visible_tasks(actor).filter(pk=task_id).first()
    if row is None:
        raise UnknownTask(task=task_id)
    return row


def _is_mine(row: Task, actor: Actor) -> bool:
    return row.state == Task.State.TAKEN and row.taken_by_id == actor.id


def _lost(row: Task) -> TaskTaken | TaskClosed:
    if row.state == Task.State.TAKEN:
        return TaskTaken(by=row.taken_by)
    return TaskClosed(task=row.pk)


def _close(row: Task, state: str, answer: str, actor: Actor, at: datetime) -> None:
    """Close an open task, or one in the actor's own hands, in one conditional statement."""
    rows = Task.objects.filter(pk=row.pk)
    mine = rows.filter(state=Task.State.OPEN) | rows.filter(state=Task.State.TAKEN, taken_by_id=actor.id)
    closed = mine.update(state=state, answer=answer, closed_at=at, closed_by=actor.label[:200])
    row.refresh_from_db()
    if not closed:
        raise _lost(row)
    _trail("task_closed", row, actor, at, reason=answer)
    _calm(row, actor, at)


def _trail(what: str, row: Task, actor: Actor, at: datetime, **more: Any) -> None:
    audit.record(actor=actor, action=f"work.{what}", record="work.task", record_id=row.pk, at=at, **more)
