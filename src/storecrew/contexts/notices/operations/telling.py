"""From a line of an inbox to those it is for: a delivery for each way that each of them chose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.notices import queries, rules
from storecrew.contexts.notices.models import Delivery
from storecrew.contexts.people import public as people
from storecrew.contexts.work import public as work
from storecrew.kernel.actor import system_actor

APPROVAL = "approvals.approval"


def tell(lines: Sequence[Any], *, at: dt.datetime) -> int:
    """Write down what leaves by mail or into chats of these lines; return how much. Safe to repeat."""
    reached = {line.pk: _readers(line) for line in lines}
    ways = queries.ways_of_all({user for users in reached.values() for user in users})
    found = []
    for line in lines:
        kind = kind_of(line)
        for user_id in reached[line.pk]:
            chosen = ways[user_id]
            due_at = rules.leaves_at(kind, at, chosen.quiet)
            hooks: list[int | None] = [None] if kind in chosen.mail else []
            if kind in chosen.chat:
                hooks += [each.id for each in queries.hooks_for(user_id) if each.id == chosen.chat[kind]]
            found += [
                Delivery(entry_id=line.pk, user_id=user_id, hook_id=hook, kind=kind, due_at=due_at)
                for hook in hooks
            ]
    return len(Delivery.objects.bulk_create(found, ignore_conflicts=True))


def tell_of_approval(approval_id: int, *, permission: str, at: dt.datetime) -> None:
    """Put a request that waits into the inboxes of those who may decide it now, and tell them."""
    names = [
        person.email
        for person, actor in people.staff_who_can(permission)
        if approvals.waiting_for(actor).filter(pk=approval_id).exists()
    ]
    if names:
        actor = system_actor("notices.approvals")
        ids = work.call(
            names=names, record=APPROVAL, record_id=approval_id, code=rules.APPROVAL, actor=actor, at=at
        )
        tell(work.lines_of(ids), at=at)


def end_approval(approval_id: int, *, at: dt.datetime) -> None:
    """Take a request that was decided out of the inboxes."""
    work.end_calls(record=APPROVAL, record_id=approval_id, actor=system_actor("notices.approvals"), at=at)


def kind_of(line: Any) -> str:
    """Return of which kind a line is, by which people choose their ways."""
    if line.task_id:
        return rules.QUESTION if line.task.asked_from_record else rules.TASK
    if line.finding_id:
        return rules.CRITICAL if line.finding.severity == "critical" else rules.ALERT
    return rules.MENTION if line.comment_id else rules.APPROVAL


def _readers(line: Any) -> list[int]:
    """Return who answers to the name a line is addressed to, without whoever wrote it."""
    called = [*people.called([line.to]).get(line.to, []), *people.members_with([line.to])]
    found = list(dict.fromkeys(person.id for person in called))
    if not found and line.to in people.unheld_roles():
        found = list(people.owner_ids())
    author = line.comment.author_id if line.comment_id and line.comment.author_kind == "staff" else ""
    return [user_id for user_id in found if str(user_id) != author]
