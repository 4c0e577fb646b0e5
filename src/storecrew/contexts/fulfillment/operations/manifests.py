"""Close a carrier's day: parcels are scanned onto its list, and whoever takes them signs for it.

A scan onto the list is the hand-over itself, in one transaction with the shipment, so a parcel leaves once
and on one list. Closing is a claim of the list's row; the carrier is told outside any transaction.
"""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from storecrew.contexts.fulfillment import queries
from storecrew.contexts.fulfillment.errors import (
    LeftAlready,
    ManifestClosed,
    ManifestEmpty,
    ManifestUnsigned,
    UnknownManifest,
    UnknownWork,
    VoidedLabel,
    WrongCarrier,
    WrongPlace,
)
from storecrew.contexts.fulfillment.facts import ManifestFacts, ParcelFacts
from storecrew.contexts.fulfillment.models import Manifest, Parcel
from storecrew.contexts.fulfillment.operations import shipping as shipments
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import audit, sequence
from storecrew.kernel.actor import Actor

ASKING = dt.timedelta(minutes=2)
"""How long a carrier may take to answer before somebody may ask it again."""


def open_manifest(location_code: str, carrier_code: str, *, actor: Actor, at: dt.datetime) -> ManifestFacts:
    """Begin the list of a carrier at a location; the open one when there is one.

    :raises Denied: the actor may not ship
    :raises UnknownManifest: no such location, carrier, or not one of the actor's
    """
    actor.require("fulfillment.write")
    places = {place.code: place for place in inventory.locations()}
    carriers = {each.code: each.name for each in shipping.accounts()}
    unknown = location_code not in places or carrier_code not in carriers
    if unknown or not actor.can_see("location", location_code):
        raise UnknownManifest(location=location_code, carrier=carrier_code)
    place = places[location_code]
    known = Manifest.objects.select_related("location").filter(
        location_id=place.id, carrier_code=carrier_code
    )
    row = known.exclude(state=Manifest.State.CLOSED).first()
    if row is None:
        try:
            with transaction.atomic():
                row = Manifest.objects.create(
                    number=f"M-{sequence.next_number('manifests', first=1001)}",
                    location_id=place.id,
                    carrier_code=carrier_code,
                    carrier=carriers[carrier_code],
                    opened_by=actor.label[:200],
                    opened_at=at,
                )
        except IntegrityError:
            # Another pair of hands began it between our look and our write.
            row = known.exclude(state=Manifest.State.CLOSED).get()
    return queries.manifest_facts(row)


def scan_onto(manifest_id: int, code: str, *, actor: Actor, at: dt.datetime) -> ParcelFacts:
    """Hand a parcel over on a list; scanned twice it leaves once (CON-14). Call it outside transactions.

    :raises UnknownManifest: no such manifest
    :raises UnknownWork: no parcel has this code
    :raises ManifestClosed: the list takes no more
    :raises WrongCarrier, WrongPlace, VoidedLabel: it does not belong onto this list
    :raises LeftAlready: it left before, on another list or without one
    :raises CheckNeeded, LabelMissing, StateChanged, OnHold: it may not leave; see `hand_over`
    """
    actor.require("fulfillment.write")
    manifest = queries.manifest_of(manifest_id, actor)
    parcel = _parcel(code)
    if parcel.manifest_id == manifest.id:
        return queries.parcel(parcel.pk)
    if parcel.shipment_id is not None:
        raise LeftAlready(parcel=parcel.code)
    if manifest.state != Manifest.State.OPEN:
        raise ManifestClosed(manifest=manifest.number)
    _belongs(parcel, manifest)
    shipments.hand_over(parcel.code, manifest_id=manifest.id, actor=actor, at=at)
    # A scan elsewhere at the same moment may have been the faster one.
    if not Parcel.objects.filter(pk=parcel.pk, manifest_id=manifest.id).exists():
        raise LeftAlready(parcel=parcel.code)
    return queries.parcel(parcel.pk)


def close_manifest(
    manifest_id: int, *, driver: str = "", reference: str = "", actor: Actor, at: dt.datetime
) -> ManifestFacts:
    """Say who took the parcels of a list: by the driver's name, or the carrier's reference for them.

    A carrier that takes lists is told first, and its reference is kept; one that has no answer leaves the
    list `closing`, to be asked again under the same key. A reference that was typed is that of the carrier:
    then it is not asked. Closed twice it is closed once. Call it outside transactions.

    :raises UnknownManifest: no such manifest
    :raises ManifestEmpty: nothing was scanned onto it
    :raises ManifestUnsigned: neither a name nor a reference
    :raises ManifestClosed: it is being closed right now
    :raises CarrierRefused: the carrier said no; the list is open again
    :raises CarrierSilent: no answer; ask again, or type its reference
    """
    actor.require("fulfillment.write")
    manifest = queries.manifest_of(manifest_id, actor)
    driver, reference = driver.strip()[:120], reference.strip()[:120]
    if manifest.state == Manifest.State.CLOSED:
        return manifest
    if not manifest.parcel_count:
        raise ManifestEmpty(manifest=manifest.number)
    if not driver and not reference:
        raise ManifestUnsigned(manifest=manifest.number)
    _claim(manifest, by_hand=bool(reference), at=at)
    if not reference:
        reference = _tell(manifest, actor, at)
    with transaction.atomic():
        closed = Manifest.objects.filter(pk=manifest.id, state=Manifest.State.CLOSING).update(
            state=Manifest.State.CLOSED,
            driver=driver,
            reference=reference,
            closed_by=actor.label[:200],
            closed_at=at,
        )
        if closed:
            audit.record(
                actor=actor,
                action="fulfillment.manifest_closed",
                record="fulfillment.manifest",
                record_id=manifest.id,
                at=at,
                after={"number": manifest.number, "driver": driver, "reference": reference},
            )
    return queries.manifest_of(manifest_id, actor)


def _parcel(code: str) -> Parcel:
    """Return the parcel that a scan means; the number of a label that was taken back is named as such."""
    try:
        found = queries.parcel_by_code(code)
    except UnknownWork:
        label = shipping.label_by_number(code)
        if label is not None and label.state in ("voiding", "voided"):
            raise VoidedLabel(label=label.tracking_number, order=label.order_ref) from None
        raise
    return Parcel.objects.select_related("fulfillment_order__location").get(pk=found.id)


def _belongs(parcel: Parcel, manifest: ManifestFacts) -> None:
    place = parcel.fulfillment_order.location
    if place.code != manifest.location_code:
        words = {"parcel": parcel.code, "place": place.name}
        raise WrongPlace(_("%(parcel)s leaves from %(place)s.") % words, **words)
    if parcel.label_id is None:
        if parcel.state == Parcel.State.CLOSED and parcel.label_state == Parcel.LabelState.NONE:
            raise _of_another(parcel.code, parcel.carrier, manifest.carrier)
        return
    label = shipping.label(parcel.label_id)
    if label.state in ("voiding", "voided"):
        raise VoidedLabel(parcel=parcel.code, label=label.tracking_number)
    if label.carrier_code != manifest.carrier_code:
        raise _of_another(parcel.code, label.carrier, manifest.carrier)


def _of_another(parcel: str, carrier: str, wanted: str) -> WrongCarrier:
    words = {"parcel": parcel, "carrier": carrier or _("another carrier"), "wanted": wanted}
    return WrongCarrier(_("%(parcel)s goes with %(carrier)s, not with %(wanted)s.") % words, **words)


def _claim(manifest: ManifestFacts, *, by_hand: bool, at: dt.datetime) -> None:
    """Stop scans onto the list, and be the one who closes it."""
    mine = Q(state=Manifest.State.OPEN) | Q(state=Manifest.State.CLOSING, asked_at__lte=at - ASKING)
    if by_hand:
        mine |= Q(state=Manifest.State.CLOSING)
    claimed = Manifest.objects.filter(mine, pk=manifest.id, parcel_count__gte=1).update(
        state=Manifest.State.CLOSING, asked_at=at
    )
    if not claimed:
        raise ManifestClosed(manifest=manifest.number)


def _tell(manifest: ManifestFacts, actor: Actor, at: dt.datetime) -> str:
    numbers = Parcel.objects.filter(manifest_id=manifest.id).order_by("pk")
    asked = Manifest.objects.filter(pk=manifest.id, state=Manifest.State.CLOSING)
    try:
        return shipping.declare_parcels(
            manifest.carrier_code,
            key=manifest.number,
            place=manifest.location_code,
            numbers=list(numbers.values_list("tracking_number", flat=True)),
            actor=actor,
            at=at,
        )
    except shipping.CarrierRefused:
        asked.update(state=Manifest.State.OPEN)
        raise
    except shipping.CarrierSilent:
        # It may have the list: whoever asks again does so under the same key, and at once.
        asked.update(asked_at=at - ASKING)
        raise
