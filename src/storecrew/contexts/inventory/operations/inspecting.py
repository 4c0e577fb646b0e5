"""Inspection of deliveries by sample: units wait on hold until the sample decides for all of them."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import F

from storecrew.contexts.inventory.errors import InspectionDone, InvalidReceipt
from storecrew.contexts.inventory.events import InspectionDecided
from storecrew.contexts.inventory.facts import InspectionFacts
from storecrew.contexts.inventory.models import Inspection, Lot, ReceiptLine, StockMovement
from storecrew.contexts.inventory.operations import arriving, counters, rows
from storecrew.contexts.inventory.queries.bins import profiles
from storecrew.contexts.inventory.queries.receiving import inspection
from storecrew.contexts.inventory.rules import sampling
from storecrew.kernel import audit, outbox
from storecrew.kernel.actor import Actor

State = Inspection.State
Bucket = StockMovement.Bucket


def expect(line: ReceiptLine, lot_id: int | None, units: int, *, at: dt.datetime) -> None:
    """Ask for a sample of units that came; more units of the same lot enlarge the open inspection."""
    profile = profiles([line.variant_id])[line.variant_id]
    lot = Lot.objects.filter(pk=lot_id).first() if lot_id else None
    same = Inspection.objects.filter(line=line, lot=lot, state=State.OPEN)
    if not same.update(units=F("units") + units):
        try:
            with transaction.atomic():
                Inspection.objects.create(
                    line=line,
                    lot=lot,
                    units=units,
                    level=profile.inspection_level,
                    aql=profile.aql,
                    sample=0,
                    accept=0,
                    opened_at=at,
                )
        except IntegrityError:
            # another scan opened it between our update and our insert
            same.update(units=F("units") + units)
    total = same.values_list("units", flat=True).get()
    plan = sampling.plan(total, profile.inspection_level, profile.aql)
    same.update(sample=plan.sample, accept=plan.accept)


def decide_inspection(
    inspection_id: int, *, defects: int, actor: Actor, at: dt.datetime, note: str = ""
) -> InspectionFacts:
    """Enter how many units of the sample were defective: all units are released, or go to quarantine.

    :raises InspectionDone: if it was decided already.
    :raises InvalidReceipt: if more defects are named than units were looked at.
    """
    actor.require("inventory.write")
    with transaction.atomic():
        row = Inspection.objects.select_for_update().filter(pk=inspection_id).first()
        if row is None or row.state != State.OPEN:
            raise InspectionDone(inspection=inspection_id)
        if not 0 <= defects <= row.sample:
            raise InvalidReceipt(defects=defects, sample=row.sample)
        passed = defects <= row.accept
        line = ReceiptLine.objects.select_related("receipt").get(pk=row.line_id)
        Inspection.objects.filter(pk=row.pk, state=State.OPEN).update(
            state=State.PASSED if passed else State.FAILED,
            defects=defects,
            note=note.strip()[:300],
            decided_by=rows.actor_name(actor),
            decided_at=at,
        )
        ReceiptLine.objects.filter(pk=line.pk).update(held=F("held") - row.units)
        _move(line, row.units, passed, actor=actor, at=at)
        if passed:
            arriving.out_of_the_cage(
                line.receipt.location_id,
                line.variant_id,
                row.lot_id,
                row.units,
                document=line.receipt.reference,
                actor=actor,
                at=at,
            )
        audit.record(
            actor=actor,
            action="inventory.inspected",
            record="inventory.receipt",
            record_id=line.receipt_id,
            at=at,
            after={"variant": line.variant_id, "passed": passed, "sample": row.sample, "defects": defects},
            reason=note.strip(),
        )
        receipt = line.receipt
        outbox.publish(
            InspectionDecided(
                receipt.pk,
                receipt.kind,
                receipt.reference,
                line.variant_id,
                row.units,
                passed,
                row.sample,
                defects,
            )
        )
    return inspection(inspection_id)


def _move(line: ReceiptLine, units: int, passed: bool, *, actor: Actor, at: dt.datetime) -> None:
    """Take units off hold; those that failed go to quarantine, where nobody sells or picks them."""
    place = line.receipt.location_id
    changes = [(Bucket.QUALITY_HOLD, -units)]
    if not passed:
        changes.append((Bucket.QUARANTINE, units))
    counters.post(
        [
            counters.Entry(
                line.variant_id,
                place,
                StockMovement.Kind.MOVED,
                bucket,
                change,
                "inspection passed" if passed else "inspection failed",
                line.receipt.reference,
            )
            for bucket, change in changes
        ],
        actor=actor,
        at=at,
    )
