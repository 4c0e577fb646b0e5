"""Files for the bank."""

from __future__ import annotations

from storecrew.contexts.payments.errors import DisputeNotFound
from storecrew.contexts.payments.facts import EvidenceFileFacts
from storecrew.contexts.payments.models import EvidenceFile


def evidence_files(dispute_id: int) -> tuple[EvidenceFileFacts, ...]:
    """Return the files of a dispute, without their contents."""
    return tuple(map(facts_of, EvidenceFile.objects.filter(dispute_id=dispute_id).defer("content")))


def evidence_content(dispute_id: int, file_id: int) -> tuple[EvidenceFileFacts, bytes]:
    """Return a file of a dispute with its bytes. Raises DisputeNotFound."""
    row = EvidenceFile.objects.filter(dispute_id=dispute_id, pk=file_id).first()
    if row is None:
        raise DisputeNotFound()
    return facts_of(row), bytes(row.content)


def facts_of(row: EvidenceFile) -> EvidenceFileFacts:
    """Build the facts of a file."""
    return EvidenceFileFacts(
        id=row.pk,
        dispute_id=row.dispute_id,
        kind=row.kind,
        name=row.name,
        mimetype=row.mimetype,
        size=row.size,
        added_by=row.added_by,
        added_at=row.added_at,
    )
