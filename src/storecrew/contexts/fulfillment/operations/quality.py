"""Damages and mistakes by cause, and audits of packed parcels."""

from __future__ import annotations

import datetime as dt

from django.core.files.base import File
from django.db import IntegrityError, transaction

from storecrew.contexts.fulfillment.errors import (
    AlreadyAudited,
    InvalidAudit,
    InvalidReport,
    SamePerson,
    StateChanged,
)
from storecrew.contexts.fulfillment.models import (
    DamageReport,
    FulfillmentLine,
    PackagingAudit,
    Parcel,
)
from storecrew.contexts.fulfillment.operations import changing, consignments
from storecrew.contexts.fulfillment.rules import quality
from storecrew.contexts.inventory import public as inventory
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor


def report_damage(
    *,
    key: str,
    kind: str,
    cause: str,
    source: str = "staff",
    parcel_id: int | None = None,
    order_id: int | None = None,
    location_code: str = "",
    sku: str = "",
    units: int = 1,
    note: str = "",
    photo: File | None = None,
    actor: Actor,
    at: dt.datetime,
) -> int:
    """Write that units were damaged, wrong or missing, once per ``key``; return the report's id.

    A parcel says order and location by itself; ``order_id`` names the order without one. Reports about one
    article that better packaging could have prevented open a packaging change.

    :raises InvalidReport: an unknown kind, cause or source, no units, or nothing that it is about
    :raises UnknownWork: there is no such parcel
    """
    actor.require("fulfillment.write")
    known = DamageReport.objects.filter(key=key).first()
    if known is not None:
        return known.pk
    _check(key, kind, cause, source, units, parcel_id, sku)
    parcel = consignments.load(parcel_id) if parcel_id else None
    location_id = parcel.fulfillment_order.location_id if parcel else None
    if location_id is None and location_code:
        location_id = inventory.location(location_code).id
    row = DamageReport(
        key=key, kind=kind, cause=cause, source=source, sku=sku.strip()[:128], units=units,
        parcel=parcel, order_id=parcel.fulfillment_order.order_id if parcel else order_id,
        location_id=location_id, note=note.strip()[:500], reported_by=actor.label[:200], at=at,
    )  # fmt: skip
    if photo is not None:
        row.photo.save(photo.name or "photo", photo, save=False)
    try:
        with transaction.atomic():
            row.save()
            audit.record(
                actor=actor, action="fulfillment.damage_reported", record="fulfillment.damage",
                record_id=row.pk, at=at, after={"kind": kind, "cause": cause, "sku": row.sku, "units": units},
            )  # fmt: skip
            for article in [row.sku] if row.sku else _skus_of(parcel):
                changing.ask_for_change(article, at=at)
    except IntegrityError:
        return DamageReport.objects.get(key=key).pk
    return row.pk


def audit_parcel(
    parcel_id: int,
    *,
    answers: dict[str, bool],
    note: str = "",
    photo: File | None = None,
    actor: Actor,
    at: dt.datetime,
) -> bool:
    """Write what an audit of a closed parcel found; say whether it passed. Once per parcel.

    :raises InvalidAudit: a check has no answer, or a failed one has no note
    :raises SamePerson: who packed it does not audit it
    :raises StateChanged: the parcel is not closed, or it has left
    :raises AlreadyAudited: a colleague was first
    """
    if not actor.can("packaging.write"):
        actor.require("fulfillment.write")
    parcel = consignments.load(parcel_id)
    if parcel.packed_by_id == actor.id:
        raise SamePerson(packed_by=parcel.packed_by)
    if parcel.state != Parcel.State.CLOSED:
        raise StateChanged(number=parcel.code, state=parcel.state)
    try:
        clean = quality.clean_answers(answers)
    except ValueError:
        raise InvalidAudit() from None
    passed = all(clean.values())
    if not passed and not note.strip():
        raise InvalidAudit()
    row = PackagingAudit(
        parcel=parcel, answers=clean, passed=passed, note=note.strip()[:500],
        auditor_id=actor.id, auditor=actor.label[:200], at=at,
    )  # fmt: skip
    if photo is not None:
        row.photo.save(photo.name or "photo", photo, save=False)
    try:
        with transaction.atomic():
            row.save()
            audit.record(
                actor=actor, action="fulfillment.parcel_audited", record="orders.order",
                record_id=parcel.fulfillment_order.order_id, at=at,
                after={"parcel": parcel.code, "passed": passed},
            )  # fmt: skip
    except IntegrityError:
        raise AlreadyAudited(parcel=parcel.code) from None
    return passed


def _check(key: str, kind: str, cause: str, source: str, units: int, parcel_id: int | None, sku: str) -> None:
    fits = kind in quality.KINDS and cause in quality.CAUSES and source in quality.SOURCES
    if not fits or units < 1 or not 0 < len(key) <= 100 or not (parcel_id or sku.strip()):
        raise InvalidReport()


def _skus_of(parcel: Parcel | None) -> list[str]:
    rows = FulfillmentLine.objects.filter(pk__in=parcel.lines.values("line")) if parcel else None
    return sorted(set(rows.values_list("sku", flat=True))) if rows is not None else []
