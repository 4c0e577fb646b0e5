"""Reads of what shows that parcels arrived."""

from __future__ import annotations

from collections.abc import Collection

from django.conf import settings

from storecrew.contexts.shipping.facts import ProofFacts, ProofSpot
from storecrew.contexts.shipping.models import ProofOfDelivery
from storecrew.contexts.shipping.rules import proofs as rules


def proofs_of(label_ids: Collection[int]) -> dict[int, tuple[ProofFacts, ...]]:
    """Return the proofs of labels, oldest first, without their pictures; one query."""
    found: dict[int, list[ProofFacts]] = {}
    for row in ProofOfDelivery.objects.filter(label_id__in=label_ids).defer("photo", "signature"):
        found.setdefault(row.label_id, []).append(facts_of(row))
    return {label: tuple(proofs) for label, proofs in found.items()}


def proof_picture(proof_id: int, kind: str) -> bytes:
    """Return the "photo" or "signature" of a proof; empty when there is none."""
    if kind not in ("photo", "signature"):
        return b""
    return bytes(ProofOfDelivery.objects.filter(pk=proof_id).values_list(kind, flat=True).first() or b"")


def delivery_code(label_id: int) -> str:
    """Return the digits that the recipient of a label is told, and tells the driver."""
    return rules.delivery_code(label_id, settings.SECRET_KEY)


def facts_of(row: ProofOfDelivery) -> ProofFacts:
    """Build the facts of a proof."""
    return ProofFacts(
        id=row.pk,
        label_id=row.label_id,
        place=row.place,
        received_by=row.received_by,
        code_fits=row.code_fits,
        has_photo=row.has_photo,
        has_signature=row.has_signature,
        note=row.note,
        happened_at=row.happened_at,
        recorded_at=row.recorded_at,
        actor=row.actor_label,
        spot=_spot(row),
    )


def _spot(row: ProofOfDelivery) -> ProofSpot | None:
    if row.lat_e6 is None or row.lon_e6 is None:
        return None
    return ProofSpot(row.lat_e6, row.lon_e6, row.accuracy_m or 0, row.away_m, row.is_far)
