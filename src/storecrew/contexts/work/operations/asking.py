"""A question to several teams about one version of something: each is asked once and answers for itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from storecrew.contexts.work.facts import TaskFacts
from storecrew.contexts.work.operations.tasks import open_task, withdraw_task
from storecrew.kernel.actor import Actor


def ask_teams(
    roles: Collection[str],
    *,
    code: str,
    title: str,
    detail: str,
    record: str,
    record_id: int,
    revision: int,
    url: str,
    due_at: datetime,
    actor: Actor,
    at: datetime,
) -> None:
    """Ask each role about this version of a record; asking again about it opens nothing more."""
    for role in roles:
        open_task(
            code=code,
            title=title,
            detail=detail,
            owner_role=role,
            record=record,
            record_id=record_id,
            url=url,
            due_at=due_at,
            dedupe_key=f"{code}:{record_id}:{revision}:{role}",
            actor=actor,
            at=at,
        )


def ask_nobody(tasks: Iterable[TaskFacts], reason: str, *, actor: Actor, at: datetime) -> None:
    """Take back the questions that nobody has answered yet."""
    for task in tasks:
        if task.is_open:
            withdraw_task(task_id=task.id, reason=reason, actor=actor, at=at)
