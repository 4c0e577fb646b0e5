"""Reads of walks."""

from __future__ import annotations

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.fulfillment.errors import UnknownWork
from storecrew.contexts.fulfillment.facts import RunFacts, StopFacts
from storecrew.contexts.fulfillment.models import FulfillmentOrder, PickRun, PickStep


def run(run_id: int) -> RunFacts:
    """Return one walk; raises UnknownWork."""
    row = PickRun.objects.filter(pk=run_id).first()
    if row is None:
        raise UnknownWork(run=run_id)
    return run_facts(row)


def open_run(picker_id: str) -> int | None:
    """Return the id of the walk a person has not finished, or None."""
    rows = PickRun.objects.filter(picker_id=picker_id, state=PickRun.State.OPEN)
    return rows.values_list("pk", flat=True).first()


def run_facts(row: PickRun) -> RunFacts:
    """Build the facts of a walk: its stops and totes in five queries, however many stops there are."""
    steps = list(
        PickStep.objects.filter(run=row).select_related("line__fulfillment_order").order_by("sequence", "pk")
    )
    known = catalog.variants({step.line.variant_id for step in steps})
    totes = {(work.tote, work.number) for work in FulfillmentOrder.objects.filter(run=row).exclude(tote="")}
    code = row.location.code
    return RunFacts(
        id=row.pk,
        kind=row.kind,
        location_code=code,
        zone_code=row.zone_code,
        state=row.state,
        picker_id=row.picker_id,
        picker=row.picker,
        started_at=row.started_at,
        totes=tuple(sorted(totes, key=lambda pair: (len(pair[0]), pair[0]))),
        stops=tuple(_stop(step, known.get(step.line.variant_id)) for step in steps),
    )


def _stop(step: PickStep, variant: catalog.VariantFacts | None) -> StopFacts:
    image = variant.image if variant else None
    work = step.line.fulfillment_order
    return StopFacts(
        id=step.pk,
        run_id=step.run_id,
        number=work.number,
        tote=work.tote,
        variant_id=step.line.variant_id,
        sku=step.line.sku,
        title=step.line.title,
        barcode=variant.barcode if variant else "",
        image=getattr(image, "url", "") if image else "",
        bin_code=step.bin_code,
        zone_code=step.zone_code,
        lot_code=step.lot_code,
        expires_on=step.expires_on,
        quantity=step.quantity,
        left=step.quantity - step.picked,
        state=step.state,
    )
