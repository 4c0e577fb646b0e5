"""Answer a dispute with evidence, or accept it; and ask about those of which nothing is heard."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict

from django.db import transaction
from django.db.models import Q

from storecrew.contexts.payments import queries
from storecrew.contexts.payments.errors import (
    DisputeBeingAnswered,
    DisputeNotFound,
    DisputeNotOpen,
    DisputeTooLate,
    EvidenceMissing,
    GatewayRefused,
    GatewayTakesNoAnswers,
    GatewayUnreachable,
)
from storecrew.contexts.payments.facts import DisputeFacts, Evidence
from storecrew.contexts.payments.models import Dispute, EvidenceFile
from storecrew.contexts.payments.operations import _disputes, _ledger
from storecrew.contexts.payments.operations._apply import apply_state
from storecrew.contexts.payments.providers import gateway
from storecrew.contexts.payments.providers.disputing import DisputeAnswer, SentFile, TakesAnswers
from storecrew.contexts.payments.providers.protocol import ChargeState, GatewayAnswer
from storecrew.contexts.payments.rules import disputes as rules
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor

PERMISSION = "payments.dispute"


def answer_dispute(dispute_id: int, *, evidence: Evidence, actor: Actor, at: dt.datetime) -> DisputeFacts:
    """Send evidence with its files to the bank and return the dispute as it is then.

    This function will call the gateway outside any transaction. The same evidence sent again after a
    lost answer arrives once; after an answer nothing can be added.

    :raises Denied: the actor may not answer disputes
    :raises DisputeNotFound: there is no such dispute
    :raises EvidenceMissing: every field is empty, and there is no file
    :raises DisputeNotOpen: it waits for no answer
    :raises DisputeTooLate: the last day is over
    :raises DisputeBeingAnswered: a colleague is at it right now
    :raises GatewayTakesNoAnswers: the provider cannot be answered by machine
    :raises GatewayRefused: the provider said no
    :raises GatewayUnreachable: no answer came; sending the same again is safe
    """
    actor.require(PERMISSION)
    said = {name: text.strip() for name, text in asdict(evidence).items() if text.strip()}
    if not said and not EvidenceFile.objects.filter(dispute_id=dispute_id).exists():
        raise EvidenceMissing()

    def send(provider: TakesAnswers, row: Dispute) -> GatewayAnswer:
        # Read after the claim: from then on no colleague changes them.
        files = list(EvidenceFile.objects.filter(dispute=row))
        told = json.dumps([said, *([each.kind, each.digest] for each in files)], sort_keys=True)
        key = f"dispute-{row.pk}-{hashlib.sha256(told.encode()).hexdigest()[:16]}"
        sent = tuple(SentFile(each.kind, each.name, bytes(each.content)) for each in files)
        return provider.answer_dispute(DisputeAnswer(row.reference, key, said, sent))

    row = _carry_out(dispute_id, send, at)
    _write(row, "answered", actor, at, evidence=said, answered_at=at, answered_by=actor.label[:200])
    return queries.dispute(dispute_id)


def accept_dispute(dispute_id: int, *, reason: str, actor: Actor, at: dt.datetime) -> DisputeFacts:
    """Tell the bank that the cardholder is right, and return the dispute as it is then.

    :raises Denied: the actor may not answer disputes
    :raises DisputeNotFound: there is no such dispute
    :raises DisputeNotOpen, DisputeBeingAnswered, GatewayTakesNoAnswers, GatewayRefused, GatewayUnreachable:
        as for ``answer_dispute``
    """
    actor.require(PERMISSION)

    def accept(provider: TakesAnswers, row: Dispute) -> GatewayAnswer:
        return provider.accept_dispute(reference=row.reference, key=f"dispute-{row.pk}-accept")

    row = _carry_out(dispute_id, accept, at, late=True)
    _write(row, "accepted", actor, at, reason=reason, closed_at=at)
    return queries.dispute(dispute_id)


def check_disputes(*, at: dt.datetime, limit: int = 50) -> int:
    """Ask gateways about disputes without an end, and tell of those that are nearly due; return how many."""
    waiting = Dispute.objects.filter(closed_at=None).select_related("payment").order_by("state_at")[:limit]
    for row in waiting:
        if row.state == "needs_answer" and row.due_at and row.due_at - at < rules.LAST_CALL:
            _disputes.last_call(row, at=at)
        provider = gateway(row.gateway)
        if not isinstance(provider, TakesAnswers):
            continue
        news = provider.read_dispute(reference=row.reference, at=at)
        if news is not None:
            apply_state(row.payment_id, ChargeState("unchanged", disputes=(news,)), source="check", at=at)
    return len(waiting)


def _carry_out(
    dispute_id: int,
    call: Callable[[TakesAnswers, Dispute], GatewayAnswer],
    at: dt.datetime,
    *,
    late: bool = False,
) -> Dispute:
    """Claim the dispute, call the gateway, and return the row after its yes."""
    _ledger.outside_transaction()
    row = Dispute.objects.filter(pk=dispute_id).first()
    if row is None:
        raise DisputeNotFound()
    provider = gateway(row.gateway)
    if not isinstance(provider, TakesAnswers):
        raise GatewayTakesNoAnswers(gateway=row.gateway)
    if not late and row.due_at and at > row.due_at:
        raise DisputeTooLate()
    _claim(row, at)
    answer = GatewayAnswer("unknown")
    try:
        answer = call(provider, row)
    finally:
        if answer.result != "success":
            Dispute.objects.filter(pk=row.pk, answering_at=at).update(answering_at=None)
    if answer.result == "failure":
        raise GatewayRefused(answer.message or None, code=answer.code)
    if answer.result != "success":
        raise GatewayUnreachable()
    return row


def _claim(row: Dispute, at: dt.datetime) -> None:
    free = Q(answering_at=None) | Q(answering_at__lt=at - rules.ANSWER_LOST)
    if not Dispute.objects.filter(free, pk=row.pk, state="needs_answer").update(answering_at=at):
        row.refresh_from_db()
        raise DisputeBeingAnswered() if row.state == "needs_answer" else DisputeNotOpen()


def _write(
    row: Dispute, state: str, actor: Actor, at: dt.datetime, *, reason: str = "", **values: object
) -> None:
    """Write our step; a message of the gateway that was faster keeps its state."""
    with transaction.atomic():
        rows = Dispute.objects.filter(pk=row.pk)
        rows.update(answering_at=None, **values)
        rows.filter(state="needs_answer").update(state=state, state_at=at)
        if state == "accepted":
            # The gateway calls an accepted dispute lost, perhaps before we are back.
            rows.filter(state="lost").update(state=state)
        audit.record(
            actor=actor,
            action=f"payments.dispute_{state}",
            record=_disputes.RECORD,
            record_id=row.pk,
            at=at,
            before={"state": row.state},
            after={"state": state},
            reason=reason,
        )
        _disputes.no_answer_needed(row, at=at)
