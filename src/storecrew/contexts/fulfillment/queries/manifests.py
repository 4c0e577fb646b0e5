"""Reads of manifests."""

from __future__ import annotations

from django.db.models import QuerySet

from storecrew.contexts.fulfillment.errors import UnknownManifest
from storecrew.contexts.fulfillment.facts import ManifestFacts, ParcelFacts
from storecrew.contexts.fulfillment.models import Manifest, Parcel
from storecrew.contexts.fulfillment.queries.parcels import parcel_facts
from storecrew.kernel.actor import Actor


def visible_manifests(actor: Actor) -> QuerySet[Manifest]:
    """Return the manifests of the actor's locations, for lists."""
    rows = Manifest.objects.select_related("location")
    allowed = actor.scopes.get("location")
    return rows if allowed is None else rows.filter(location__code__in=allowed)


def manifest_of(manifest_id: int, actor: Actor) -> ManifestFacts:
    """Return a manifest that the actor may see. Raises UnknownManifest."""
    row = visible_manifests(actor).filter(pk=manifest_id).first()
    if row is None:
        raise UnknownManifest(manifest=manifest_id)
    return manifest_facts(row)


def parcels_on(manifest_id: int) -> tuple[ParcelFacts, ...]:
    """Return the parcels of a manifest in the order of their scans."""
    rows = Parcel.objects.filter(manifest_id=manifest_id).select_related("fulfillment_order", "shipment")
    return tuple(parcel_facts(row) for row in rows.prefetch_related("lines").order_by("shipment_id", "pk"))


def manifest_facts(row: Manifest) -> ManifestFacts:
    """Build the facts of a manifest whose location is loaded."""
    return ManifestFacts(
        id=row.pk,
        number=row.number,
        location_code=row.location.code,
        location_name=row.location.name,
        carrier_code=row.carrier_code,
        carrier=row.carrier,
        state=row.state,
        parcel_count=row.parcel_count,
        opened_by=row.opened_by,
        opened_at=row.opened_at,
        driver=row.driver,
        reference=row.reference,
        closed_by=row.closed_by,
        closed_at=row.closed_at,
    )
