"""Accepting a conflict for a while, taking that back, and opening it again when the time is over."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from storecrew.contexts.work.conflicts import conflict_rule
from storecrew.contexts.work.errors import (
    AcceptanceNeedsReason,
    AnswerNeedsDays,
    ConflictClosed,
    UnknownConflict,
)
from storecrew.contexts.work.facts import ConflictFacts
from storecrew.contexts.work.models import Conflict
from storecrew.contexts.work.operations.conflict_news import ACTOR, opened, settled, trail
from storecrew.contexts.work.queries import conflicts as read
from storecrew.kernel.actor import Actor

State = Conflict.State


def accept_conflict(
    conflict_id: int,
    *,
    answer: str,
    reason: str,
    until: datetime,
    days: int | None = None,
    actor: Actor,
    at: datetime,
) -> ConflictFacts:
    """Let something go on in spite of a conflict, for a reason and until a moment.

    It opens again when the time is over, or when it gets worse than it was now. ``days`` are of an answer
    that is done by itself, such as two days more for each delivery.

    :raises Denied: the actor does not hold the right of whoever answers for it
    :raises AcceptanceNeedsReason: no answer of its kind, no reason, or an end that has passed
    :raises AnswerNeedsDays: its answer is done in days, and none or too many are said
    :raises ConflictClosed: it is resolved or answered already
    """
    row = _row(conflict_id)
    rule = conflict_rule(row.code)
    actor.require(rule.permission if rule else "work.write")
    if (rule and answer not in rule.answers) or not reason.strip() or until <= at:
        raise AcceptanceNeedsReason()
    most = rule.in_days.get(answer, 0) if rule else 0
    if most and not (days and 1 <= days <= most):
        raise AnswerNeedsDays(most=most)
    said = days if most else None
    with transaction.atomic():
        if not _accept(row, answer=answer, days=said, reason=reason, until=until, actor=actor, at=at):
            raise ConflictClosed(conflict=row.pk)
        if rule:
            rule.accepted(read.conflict_facts(row), reason=row.reason, until=until, actor=actor, at=at)
    return read.conflict_facts(row)


def mark_accepted(
    *, code: str, record: str, record_id: str | int, reason: str, until: datetime, actor: Actor, at: datetime
) -> int:
    """Accept the open conflicts of a kind because their owner gave leave elsewhere; return how many."""
    rows = Conflict.objects.filter(code=code, record=record, record_id=str(record_id), state=State.OPEN)
    with transaction.atomic():
        # One that was answered or resolved in this moment needs no leave any more.
        return sum(
            _accept(row, answer="accept", reason=reason, until=until, actor=actor, at=at)
            for row in list(rows)
        )


def reopen_conflict(conflict_id: int, *, reason: str, actor: Actor, at: datetime) -> ConflictFacts:
    """Take an acceptance back. Raises UnknownConflict, ConflictClosed, Denied."""
    row = _row(conflict_id)
    rule = conflict_rule(row.code)
    actor.require(rule.permission if rule else "work.write")
    with transaction.atomic():
        if not open_again(row, reason, actor, at):
            raise ConflictClosed(conflict=row.pk)
    return read.conflict_facts(row)


def withdraw_answer(conflict_id: int, *, actor: Actor, at: datetime) -> ConflictFacts:
    """Let an answer that is done in days do no more, though nothing stands open: what it was about runs.

    :raises ConflictClosed: it has no such answer, or its time is over
    """
    row = _row(conflict_id)
    rule = conflict_rule(row.code)
    actor.require(rule.permission if rule else "work.write")
    with transaction.atomic():
        mine = Conflict.objects.filter(
            pk=row.pk, state=State.RESOLVED, answer_days__isnull=False, accepted_until__gt=at
        )
        if not mine.update(accepted_until=at):
            raise ConflictClosed(conflict=row.pk)
        row.refresh_from_db()
        trail(row, "answer_withdrawn", actor, at)
    return read.conflict_facts(row)


def expire_acceptances(*, at: datetime) -> int:
    """Open what was accepted until now; return how many."""
    count = 0
    for row in list(Conflict.objects.filter(state=State.ACCEPTED, accepted_until__lte=at)[:500]):
        with transaction.atomic():
            count += open_again(row, _("The time of the acceptance is over."), ACTOR, at)
    return count


def _row(conflict_id: int) -> Conflict:
    row = Conflict.objects.filter(pk=conflict_id).first()
    if row is None:
        raise UnknownConflict(conflict=conflict_id)
    return row


def _accept(
    row: Conflict,
    *,
    answer: str,
    days: int | None = None,
    reason: str,
    until: datetime,
    actor: Actor,
    at: datetime,
) -> bool:
    """Accept an open conflict in the caller's transaction; of two who answer it one does."""
    done = Conflict.objects.filter(pk=row.pk, state=State.OPEN).update(
        state=State.ACCEPTED,
        answer=answer[:20],
        answer_days=days,
        reason=reason.strip()[:400],
        accepted_by=actor.label[:200],
        accepted_at=at,
        accepted_until=until,
    )
    row.refresh_from_db()
    if done:
        settled(row, "accepted", actor, at, row.reason)
    return bool(done)


def open_again(row: Conflict, reason: str, actor: Actor, at: datetime) -> bool:
    """Open an accepted conflict in the caller's transaction; False when it was not accepted."""
    done = Conflict.objects.filter(pk=row.pk, state=State.ACCEPTED).update(
        state=State.OPEN,
        answer="",
        answer_days=None,
        reason="",
        accepted_by="",
        accepted_at=None,
        accepted_until=None,
    )
    row.refresh_from_db()
    if done:
        opened(row, "reopened", actor, at, reason)
    return bool(done)
