"""Ask for a second person, and take a request back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction

from storecrew.contexts.approvals import queries
from storecrew.contexts.approvals.errors import DecidedAlready, ReasonNeeded, UnknownApproval
from storecrew.contexts.approvals.events import ApprovalDecided, ApprovalRequested
from storecrew.contexts.approvals.facts import ApprovalFacts
from storecrew.contexts.approvals.models import Approval
from storecrew.contexts.approvals.providers import kinds
from storecrew.kernel import audit, outbox
from storecrew.kernel.actor import Actor

State = Approval.State


def ask(
    *,
    kind: str,
    key: str,
    payload: dict[str, Any],
    facts: dict[str, Any],
    reason: str,
    record: str = "",
    record_id: str | int = "",
    channel: str = "",
    actor: Actor,
    at: dt.datetime,
) -> ApprovalFacts:
    """Let something wait for a second person; the caller has checked that the actor may ask for it.

    The same ``key`` while a request waits: merged where the kind can, else the one that waits is returned,
    so a second click asks once. Raises ReasonNeeded.
    """
    if not reason.strip():
        raise ReasonNeeded()
    known = kinds.kind(kind)
    with transaction.atomic():
        found = Approval.objects.filter(kind=kind, key=key, state=State.PENDING).order_by("pk")
        waiting = found.select_for_update().first()
        if waiting is not None:
            return queries.facts_of(_joined(waiting, known, payload, facts))
        try:
            with transaction.atomic():
                row = Approval.objects.create(
                    kind=kind,
                    key=key,
                    permission=known.permission,
                    channel=channel,
                    record=record,
                    record_id=str(record_id),
                    reason=reason.strip()[:400],
                    facts=facts,
                    payload=payload,
                    requester_kind=actor.kind,
                    requester_id=actor.id[:64],
                    requester_label=actor.label[:200],
                    asked_at=at,
                    expires_at=at + known.lifetime,
                )
        except IntegrityError:
            # The other click was faster; its request is the one.
            return queries.facts_of(Approval.objects.get(kind=kind, key=key, state=State.PENDING))
        _record(row, "approvals.asked", actor, at, reason=row.reason)
        outbox.publish(ApprovalRequested(approval_id=row.pk, kind=kind, permission=known.permission))
    return queries.facts_of(row)


def withdraw(*, approval_id: int, actor: Actor, at: dt.datetime) -> ApprovalFacts:
    """Take one's own request back. Raises UnknownApproval (also for those of others) and DecidedAlready."""
    with transaction.atomic():
        own = Approval.objects.filter(pk=approval_id, requester_kind=actor.kind, requester_id=actor.id)
        if not own.exists():
            raise UnknownApproval(approval=approval_id)
        row = end(approval_id, State.WITHDRAWN, actor=actor, at=at)
    return queries.facts_of(row)


def end(
    approval_id: int, state: str, *, actor: Actor, at: dt.datetime, note: str = "", only_fresh: bool = False
) -> Approval:
    """Claim an open request for one end; whoever comes second gets DecidedAlready. In a transaction."""
    open_ones = Approval.objects.filter(pk=approval_id, state=State.PENDING)
    if only_fresh:
        open_ones = open_ones.filter(expires_at__gt=at)
    claimed = open_ones.update(
        state=state,
        decider_id=actor.id[:64],
        decider_label=actor.label[:200],
        decided_at=at,
        note=note.strip()[:400],
    )
    if not claimed:
        raise DecidedAlready(approval=approval_id)
    row = Approval.objects.get(pk=approval_id)
    _record(row, f"approvals.{state}", actor, at, reason=row.note)
    outbox.publish(
        ApprovalDecided(approval_id=row.pk, kind=row.kind, state=state, requester_id=row.requester_id)
    )
    return row


def _joined(row: Approval, known: kinds.Kind, payload: dict[str, Any], facts: dict[str, Any]) -> Approval:
    if known.merge is not None:
        row.payload, row.facts = known.merge((row.payload, row.facts), (payload, facts))
        Approval.objects.filter(pk=row.pk).update(payload=row.payload, facts=row.facts)
    return row


def _record(row: Approval, action: str, actor: Actor, at: dt.datetime, *, reason: str) -> None:
    audit.record(
        actor=actor,
        action=action,
        record="approvals.approval",
        record_id=row.pk,
        at=at,
        after={"kind": row.kind, "record": f"{row.record} {row.record_id}".strip(), "state": row.state},
        reason=reason,
    )
