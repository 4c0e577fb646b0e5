"""Decide about a request: the second person, once, and what was asked is done."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from storecrew.contexts.approvals import queries, rules
from storecrew.contexts.approvals.errors import OwnRequest, ReasonNeeded, UnknownApproval
from storecrew.contexts.approvals.facts import ApprovalFacts
from storecrew.contexts.approvals.models import Approval
from storecrew.contexts.approvals.operations.asking import end
from storecrew.contexts.approvals.providers import kinds
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.errors import DomainError
from storecrew.kernel.sentence import refused, words_of

State = Approval.State


def approve(*, approval_id: int, note: str = "", actor: Actor, at: dt.datetime) -> ApprovalFacts:
    """Approve a request as the second person, and do what was asked.

    Of two who press at once one decides. What an atomic kind refuses (a price that changed meanwhile) is
    raised and the request stays open; any other ends as failed. Call it outside a transaction.

    :raises UnknownApproval: not there, or not within the actor's rights and channels
    :raises OwnRequest: the actor asked for it and single-person mode is off (AUT-10)
    :raises DecidedAlready: decided, withdrawn or expired
    """
    row = _decidable(approval_id, actor)
    known = kinds.kind(row.kind)
    with transaction.atomic():
        row = end(approval_id, State.APPROVED, actor=actor, at=at, note=note, only_fresh=True)
        if known.atomic:
            outcome = known.apply(queries.facts_of(row), actor, at)
            Approval.objects.filter(pk=row.pk).update(applied_at=at, outcome=outcome)
    if not known.atomic:
        finish(approval_id, actor=actor, at=at)
    return queries.facts_of(Approval.objects.get(pk=approval_id))


def refuse(*, approval_id: int, note: str, actor: Actor, at: dt.datetime) -> ApprovalFacts:
    """Refuse a request; the person who asked reads the note. Raises what ``approve`` raises, ReasonNeeded."""
    _decidable(approval_id, actor)
    if not note.strip():
        raise ReasonNeeded()
    with transaction.atomic():
        row = end(approval_id, State.REFUSED, actor=actor, at=at, note=note)
    return queries.facts_of(row)


def finish(approval_id: int, *, at: dt.datetime, actor: Actor | None = None) -> None:
    """Do what was approved, for kinds that act outside a transaction; harmless when repeated."""
    row = Approval.objects.get(pk=approval_id)
    if row.state != State.APPROVED or row.applied_at is not None:
        return
    done_by = actor or _decider(row)
    open_one = Approval.objects.filter(pk=approval_id, applied_at=None)
    try:
        outcome = kinds.kind(row.kind).apply(queries.facts_of(row), done_by, at)
    except DomainError as error:
        open_one.update(
            state=State.FAILED,
            applied_at=at,
            outcome={"refused": str(error), "words": words_of(refused(error))},
        )
        audit.record(
            actor=done_by,
            action="approvals.failed",
            record="approvals.approval",
            record_id=row.pk,
            at=at,
            reason=error.code,
        )
    else:
        open_one.update(applied_at=at, outcome=outcome)


def finish_approved(*, at: dt.datetime) -> int:
    """Do what was approved and, after a crash, never done; return how many."""
    left = Approval.objects.filter(
        state=State.APPROVED, applied_at=None, decided_at__lt=at - dt.timedelta(minutes=1)
    )
    ids = list(left.order_by("decided_at").values_list("pk", flat=True)[:100])
    for approval_id in ids:
        finish(approval_id, at=at)
    return len(ids)


def expire_due(*, at: dt.datetime) -> int:
    """End the requests that nobody decided in time; return how many. Harmless when repeated."""
    actor = system_actor("approvals.expire_due")
    due = Approval.objects.filter(state=State.PENDING, expires_at__lte=at).order_by("expires_at")
    ended = 0
    for approval_id in list(due.values_list("pk", flat=True)[:1000]):
        with transaction.atomic():
            if Approval.objects.filter(pk=approval_id, state=State.PENDING).exists():
                end(approval_id, State.EXPIRED, actor=actor, at=at)
                ended += 1
    return ended


def _decidable(approval_id: int, actor: Actor) -> Approval:
    row = queries.visible(actor).filter(pk=approval_id).first()
    if row is None:
        raise UnknownApproval(approval=approval_id)
    actor.require(row.permission)
    own = rules.is_own((row.requester_kind, row.requester_id), (actor.kind, actor.id))
    if own and not queries.single_person():
        raise OwnRequest(approval=approval_id)
    return row


def _decider(row: Approval) -> Actor:
    """Return the one who approved, after a crash: named, with the one right that was used."""
    return Actor("staff", row.decider_id, row.decider_label, frozenset({row.permission}))
