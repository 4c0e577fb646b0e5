"""Files that prove a payment: cleaned when they come, sent with the answer."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.db import transaction
from django.db.models import Sum

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.payments import states
from storecrew.contexts.payments.errors import DisputeNotFound, DisputeNotOpen, InvalidEvidenceFile
from storecrew.contexts.payments.facts import EvidenceFileFacts
from storecrew.contexts.payments.models import Dispute, EvidenceFile
from storecrew.contexts.payments.operations import _disputes
from storecrew.contexts.payments.queries.evidence import facts_of
from storecrew.contexts.payments.rules import evidence_files as rules
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor

PERMISSION = "payments.dispute"


def attach_evidence(
    dispute_id: int, *, kind: str, content: bytes, actor: Actor, at: dt.datetime
) -> EvidenceFileFacts:
    """Keep a file for the answer to a dispute; another one of its kind is replaced.

    A picture is written anew in a limited child, so that only its pixels survive; a PDF that does something
    by itself is refused.

    :raises Denied: the actor may not answer disputes
    :raises DisputeNotFound: there is no such dispute
    :raises DisputeNotOpen: it waits for no answer
    :raises InvalidEvidenceFile: neither PDF nor picture, an active PDF, or too much together
    """
    actor.require(PERMISSION)
    if kind not in dict(states.EVIDENCE_KINDS):
        raise InvalidEvidenceFile(kind=kind)
    clean, extension = _cleaned(content)
    with transaction.atomic():
        row = _waiting(dispute_id)
        others = EvidenceFile.objects.filter(dispute=row).exclude(kind=kind)
        if (others.aggregate(sum=Sum("size"))["sum"] or 0) + len(clean) > rules.MOST_BYTES:
            raise InvalidEvidenceFile(most=rules.MOST_BYTES)
        file, _made = EvidenceFile.objects.update_or_create(
            dispute=row,
            kind=kind,
            defaults={
                "name": f"{kind}.{extension}",
                "mimetype": rules.MIMETYPES[extension],
                "content": clean,
                "size": len(clean),
                "digest": hashlib.sha256(clean).hexdigest(),
                "added_by": actor.label[:200],
                "added_at": at,
            },
        )
        _note(row, "payments.evidence_added", kind, actor, at)
    return facts_of(file)


def remove_evidence(dispute_id: int, *, kind: str, actor: Actor, at: dt.datetime) -> None:
    """Take a file out of the answer, as long as it was not sent; none there is no error.

    :raises Denied, DisputeNotFound, DisputeNotOpen: as for ``attach_evidence``
    """
    actor.require(PERMISSION)
    with transaction.atomic():
        row = _waiting(dispute_id)
        if EvidenceFile.objects.filter(dispute=row, kind=kind).delete()[0]:
            _note(row, "payments.evidence_removed", kind, actor, at)


def _waiting(dispute_id: int) -> Dispute:
    """Return a dispute that waits for an answer, locked against one that is being sent."""
    rows = Dispute.objects.filter(pk=dispute_id)
    if not rows.filter(state="needs_answer", answering_at=None).update(answering_at=None):
        raise DisputeNotOpen() if rows.exists() else DisputeNotFound()
    return rows.get()


def _cleaned(content: bytes) -> tuple[bytes, str]:
    if rules.is_pdf(content):
        if len(content) > rules.MOST_BYTES or not rules.is_plain_pdf(content):
            raise InvalidEvidenceFile()
        return content, "pdf"
    try:
        clean = catalog.clean_picture(content)
    except catalog.InvalidImage:
        raise InvalidEvidenceFile() from None
    return clean.content, clean.extension


def _note(row: Dispute, action: str, kind: str, actor: Actor, at: dt.datetime) -> None:
    audit.record(
        actor=actor, action=action, record=_disputes.RECORD, record_id=row.pk, at=at, after={"kind": kind}
    )
