"""Claim from carriers what they broke, lost or brought too late."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from storecrew.contexts.shipping.errors import (
    ClaimMoved,
    ClaimNotReady,
    ClaimOpenAlready,
    InvalidProof,
    UnknownClaim,
)
from storecrew.contexts.shipping.models import ClaimPhoto, DamageClaim, Label
from storecrew.contexts.shipping.providers import photos
from storecrew.contexts.shipping.queries import labels as queries
from storecrew.contexts.shipping.rules import claims as rules
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.money import Money

RECORD = "shipping.claim"


def open_claim(
    label_id: int,
    *,
    kind: str,
    description: str,
    amount: Money,
    pictures: Sequence[bytes] = (),
    actor: Actor,
    at: dt.datetime,
) -> int:
    """Begin a claim about a label's parcels and return its id. Damage needs photos before it is filed.

    :raises Denied: the actor may not ship
    :raises UnknownLabel: there is no such label
    :raises ClaimOpenAlready: a claim about it is not finished
    :raises InvalidProof: a picture is none
    """
    actor.require("fulfillment.write")
    label = queries.load(label_id)
    clean = _pictures(pictures)
    try:
        with transaction.atomic():
            row = DamageClaim.objects.create(
                label=label,
                order_ref=label.order_ref,
                kind=kind if kind in rules.KINDS else rules.KINDS[0],
                description=description.strip()[:2000],
                amount=max(amount.amount, 0),
                currency=amount.currency,
                file_by=_file_by(label, at),
                opened_at=at,
                opened_by=actor.label[:200],
            )
            _keep(row, clean, at)
            _trail(
                "claim_opened", row, actor, at, after={"kind": row.kind, "file_by": row.file_by.isoformat()}
            )
    except IntegrityError:
        raise ClaimOpenAlready(label=label_id) from None
    return row.pk


def open_reported_claim(label_id: int, *, reason: str, at: dt.datetime) -> None:
    """Begin a claim because the carrier itself says that it broke or lost the parcel; once per label.

    The value of the goods is claimed, or what they were insured at. A person adds photos and files it.
    """
    label = Label.objects.filter(pk=label_id).first()
    kind = rules.REASONS.get(reason)
    if label is None or kind is None or label.claims.exists():
        return
    worth = Money(label.insured_amount or label.value_amount, label.currency)
    open_claim(
        label_id,
        kind=kind,
        description=str(_("The carrier says so itself: %(reason)s.")) % {"reason": reason.replace("_", " ")},
        amount=worth,
        actor=system_actor("shipping.open_reported_claim"),
        at=at,
    )


def amend_claim(
    claim_id: int,
    *,
    description: str,
    amount: Money,
    pictures: Sequence[bytes] = (),
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Describe a claim better and add photos, until it is filed.

    :raises UnknownClaim: there is no such claim
    :raises ClaimMoved: it is filed already
    :raises InvalidProof: a picture is none, or there are too many
    """
    actor.require("fulfillment.write")
    row, clean = _load(claim_id), _pictures(pictures)
    with transaction.atomic():
        mine = DamageClaim.objects.filter(pk=row.pk, state=rules.OPEN)
        changed = mine.update(
            description=description.strip()[:2000], amount=max(amount.amount, 0), currency=amount.currency
        )
        if not changed:
            raise ClaimMoved(claim=claim_id)
        _keep(row, clean, at)
        _trail(
            "claim_amended",
            row,
            actor,
            at,
            before={"amount": row.amount},
            after={"amount": amount.amount, "photos": row.photos.count()},
        )


def file_claim(claim_id: int, *, carrier_ref: str, actor: Actor, at: dt.datetime) -> None:
    """Write that a claim was sent to the carrier.

    :raises UnknownClaim: there is no such claim
    :raises ClaimNotReady: a photo, the amount or the description is missing; ``details["lacks"]`` says which
    :raises ClaimMoved: it is filed or withdrawn already
    """
    actor.require("fulfillment.write")
    row = _load(claim_id)
    lack = rules.lacks(row.kind, photos=row.photos.count(), amount=row.amount, description=row.description)
    if lack and row.state == rules.OPEN:
        raise ClaimNotReady(_SENTENCES[lack]() or None, lacks=lack)
    _move(row, rules.FILED, actor, at, carrier_ref=carrier_ref.strip()[:100], filed_at=at)


def close_claim(
    claim_id: int,
    *,
    result: str,
    paid: Money | None = None,
    note: str = "",
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Write how a claim ended: "accepted" with what the carrier pays, "refused" or "withdrawn".

    :raises UnknownClaim: there is no such claim
    :raises ClaimMoved: it cannot end like this from where it is
    """
    actor.require("fulfillment.write")
    row = _load(claim_id)
    amount = paid.amount if paid is not None and result == rules.ACCEPTED else None
    if result == rules.ACCEPTED and (amount is None or amount < 1):
        raise ClaimNotReady(_SENTENCES["result"](), lacks="result")
    _move(row, result, actor, at, result_amount=amount, result_note=note.strip()[:500], closed_at=at)


_SENTENCES = {
    "photo": lambda: _("Damage needs a photo before it is filed."),
    "amount": lambda: _("Write how much is claimed."),
    "description": lambda: _("Describe what is broken or missing."),
    "result": lambda: _("Write how much the carrier pays."),
}


def _move(row: DamageClaim, to: str, actor: Actor, at: dt.datetime, **values: Any) -> None:
    """Take a claim to a state; of two who do so one does."""
    if not rules.may_become(row.state, to):
        raise ClaimMoved(claim=row.pk, state=row.state)
    with transaction.atomic():
        if not DamageClaim.objects.filter(pk=row.pk, state=row.state).update(state=to, **values):
            raise ClaimMoved(claim=row.pk)
        _trail(
            f"claim_{to}",
            row,
            actor,
            at,
            before={"state": row.state},
            after={"state": to, "result_amount": values.get("result_amount")},
            reason=values.get("result_note", ""),
        )


def _file_by(label: Label, at: dt.datetime) -> dt.date:
    happened = label.delivered_at or label.status_at or at
    return rules.file_by(happened.date(), label.account.claim_days)


def _load(claim_id: int) -> DamageClaim:
    row = DamageClaim.objects.filter(pk=claim_id).first()
    if row is None:
        raise UnknownClaim(claim=claim_id)
    return row


def _pictures(contents: Sequence[bytes]) -> list[bytes]:
    if len(contents) > rules.MOST_PHOTOS:
        raise InvalidProof(photos=_("Add at most %(n)s photos.") % {"n": rules.MOST_PHOTOS})
    try:
        return [photos.clean(content, largest=rules.LARGEST_PHOTO) for content in contents if content]
    except ValueError:
        raise InvalidProof(photos=_("This is not a picture below 12 MB. Take it again.")) from None


def _keep(row: DamageClaim, contents: Sequence[bytes], at: dt.datetime) -> None:
    """Add photos that are not there yet; the same one sent twice is kept once."""
    rows = [
        ClaimPhoto(claim=row, content=content, digest=hashlib.sha256(content).hexdigest(), added_at=at)
        for content in contents
    ]
    ClaimPhoto.objects.bulk_create(rows, ignore_conflicts=True)


def _trail(
    what: str,
    row: DamageClaim,
    actor: Actor,
    at: dt.datetime,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    audit.record(
        actor=actor,
        action=f"shipping.{what}",
        record=RECORD,
        record_id=row.pk,
        at=at,
        before=before,
        after=after,
        reason=reason,
    )
