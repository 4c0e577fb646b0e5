"""Keep what shows that a parcel arrived."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.shipping.errors import InvalidProof, WrongDeliveryCode
from storecrew.contexts.shipping.facts import ProofFacts, ProofSpot
from storecrew.contexts.shipping.models import ProofOfDelivery
from storecrew.contexts.shipping.providers import photos
from storecrew.contexts.shipping.queries import labels, proofs
from storecrew.contexts.shipping.rules import proofs as rules
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor


def record_proof(
    label_id: int,
    *,
    key: str,
    happened_at: dt.datetime,
    actor: Actor,
    at: dt.datetime,
    place: str = "recipient",
    received_by: str = "",
    code: str = "",
    photo: bytes = b"",
    signature: bytes = b"",
    note: str = "",
    spot: ProofSpot | None = None,
) -> ProofFacts:
    """Keep the proof of one delivery, once per ``key``, and return it without its pictures.

    ``place`` is one of `rules.proofs.PLACES`; ``happened_at`` is when it was taken, ``at`` when it
    arrived here. ``spot`` is where the phone was that took it; being far from the address refuses nothing.
    Where the parcels are is told apart, by ``record_tracking``.

    :raises Denied: the actor may not ship
    :raises UnknownLabel: there is no such label
    :raises WrongDeliveryCode: the code is not the one that the recipient was given
    :raises InvalidProof: nothing shows the delivery, or a picture is none; ``details`` name the field
    """
    actor.require("fulfillment.write")
    label = labels.load(label_id)
    known = ProofOfDelivery.objects.filter(key=key).first()
    if known is not None:
        return proofs.facts_of(known)
    if code and code.strip() != rules.delivery_code(label.pk, settings.SECRET_KEY):
        raise WrongDeliveryCode(label=label_id)
    pictures = {"photo": _picture("photo", photo), "signature": _picture("signature", signature)}
    row = ProofOfDelivery(
        label=label,
        key=key,
        place=place,
        received_by=received_by.strip()[:100],
        code_fits=bool(code),
        has_photo=bool(photo),
        has_signature=bool(signature),
        **pictures,
        note=note.strip()[:300],
        happened_at=min(happened_at, at),
        recorded_at=at,
        actor_label=actor.label[:200],
        **(spot._asdict() if spot else {}),
    )
    _check(row, code, **pictures)
    try:
        with transaction.atomic():
            row.save()
            audit.record(
                actor=actor,
                action="shipping.proof_recorded",
                record="shipping.label",
                record_id=label.pk,
                at=at,
                after={"place": place, "photo": row.has_photo, "signature": row.has_signature}
                | {"code": row.code_fits}
                | ({"away_m": row.away_m} if row.is_far else {}),
            )
    except IntegrityError:
        # The same entry of the device came twice at once; the other one is kept.
        row = ProofOfDelivery.objects.get(key=key)
    return proofs.facts_of(row)


def _check(row: ProofOfDelivery, code: str, **pictures: bytes) -> None:
    if row.place not in rules.PLACES or not row.key or len(row.key) > 64:
        raise InvalidProof(place=row.place)
    lacks = rules.missing(place=row.place, received_by=row.received_by, code=code, **pictures)
    if lacks:
        raise InvalidProof(_SENTENCES[lacks], **{lacks: str(_SENTENCES[lacks])})


def _picture(field: str, content: bytes) -> bytes:
    try:
        return photos.clean(content)
    except ValueError:
        raise InvalidProof(**{field: _("This is not a picture below 2 MB. Take it again.")}) from None


_SENTENCES = {
    "photo": gettext_lazy("A parcel that nobody took needs a photo of where it lies."),
    "received_by": gettext_lazy("Write the name of the person who took the parcel."),
    "signature": gettext_lazy("Take a signature, the code or a photo."),
}
