"""Scans of a walk: each confirms place, article and units, counts once, and cannot pass a stopped order."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import F

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.fulfillment import queries
from storecrew.contexts.fulfillment.errors import (
    CustomerHasNotAgreed,
    NotYourRun,
    TooManyUnits,
    UnknownWork,
    WrongBin,
    WrongItem,
)
from storecrew.contexts.fulfillment.facts import RunFacts
from storecrew.contexts.fulfillment.models import (
    FulfillmentLine,
    PickRun,
    PickScan,
    PickStep,
    Substitution,
)
from storecrew.contexts.fulfillment.operations import moving, runs
from storecrew.contexts.fulfillment.rules import scanning, states
from storecrew.contexts.inventory import public as inventory
from storecrew.kernel.actor import Actor
from storecrew.kernel.gs1 import Scan
from storecrew.kernel.quantity import parse_quantity


def confirm_pick(
    step_id: int,
    *,
    place: str,
    item: str,
    quantity: int = 1,
    key: str = "",
    actor: Actor,
    at: dt.datetime,
) -> RunFacts:
    """Write that units were taken: `place` and `item` are what the scanner read. Return the walk as it is
    now.

    With the ``key`` of an earlier scan (made on the device) nothing is counted again. The last unit of an
    order sends it to the bench.

    :raises UnknownWork: there is no such stop
    :raises NotYourRun: a colleague walks this list, or it has ended
    :raises WrongBin: the place is not the one on the screen
    :raises WrongItem: the article is not the one on the screen
    :raises TooManyUnits: more than is wanted from here
    :raises OnHold: the order was stopped; what was picked stays in the tote
    :raises StateChanged: the order was canceled
    :raises BinShort: the bin has fewer units than were scanned
    """
    actor.require("fulfillment.write")
    units = parse_quantity(quantity)
    stop = own_stop(step_id, actor)
    if key and PickScan.objects.filter(key=key).exists():
        return queries.run_facts(stop.run)
    scan = scanning.read(item, today=channels.house_day(at))
    _check(stop, place, scan, item)
    with transaction.atomic():
        row = moving.keep(stop.line.fulfillment_order_id, states.PICKING)
        if key and PickScan.objects.filter(key=key).exists():
            return queries.run_facts(stop.run)
        _count(stop, units)
        serial = scan.serial
        inventory.take_from_bin(
            location_id=row.location_id,
            variant_id=stop.line.variant_id,
            bin_id=stop.bin_id,
            lot_id=stop.lot_id,
            serials=(serial,) if serial else (),
            quantity=units,
            document=row.number,
            actor=actor,
            at=at,
        )
        PickScan.objects.create(
            key=key or uuid.uuid4().hex,
            step=stop,
            quantity=units,
            actor_label=actor.label[:200],
            at=at,
        )
        line = FulfillmentLine.objects.get(pk=stop.line_id)
        if line.picked == line.quantity:
            moving.note(row, "picked", actor=actor, at=at, line_id=line.order_line_id, quantity=line.quantity)
        runs.go_on(row, actor=actor, at=at)
        runs.end_if_done(stop.run, actor=actor, at=at)
    return queries.run_facts(PickRun.objects.get(pk=stop.run_id))


def own_stop(step_id: int, actor: Actor) -> PickStep:
    """Return a stop of the actor's own open walk. Raises UnknownWork, NotYourRun."""
    stop = PickStep.objects.filter(pk=step_id).select_related("run", "line").first()
    if stop is None:
        raise UnknownWork(step=step_id)
    if stop.run.picker_id != actor.id:
        raise NotYourRun(picker=stop.run.picker)
    return stop


def _check(stop: PickStep, place: str, scan: Scan, item: str) -> None:
    if not scanning.is_place(place, stop.bin_code):
        raise WrongBin(expected=stop.bin_code, scanned=place[:80])
    known = catalog.variants([stop.line.variant_id]).get(stop.line.variant_id)
    barcode = known.barcode if known else ""
    if not scanning.is_item(scan, sku=stop.line.sku, barcode=barcode):
        offered = Substitution.objects.filter(order_line_id=stop.line.order_line_id, state="asked")
        if any(scanning.is_item(scan, sku=sku, barcode="") for sku in offered.values_list("sku", flat=True)):
            raise CustomerHasNotAgreed()
        raise WrongItem(expected=stop.line.sku, scanned=item[:80])
    if scan.lot and stop.lot_code and scan.lot != stop.lot_code:
        raise WrongItem(expected=f"{stop.line.sku} {stop.lot_code}", scanned=scan.lot)


def _count(stop: PickStep, units: int) -> None:
    """Count units on the stop and on the line; both refuse what is too much."""
    taken = PickStep.objects.filter(
        pk=stop.pk, state=PickStep.State.OPEN, picked__lte=F("quantity") - units
    ).update(picked=F("picked") + units)
    if not taken:
        stop.refresh_from_db()
        if stop.state == PickStep.State.DROPPED:
            moving.refuse(stop.line.fulfillment_order_id)
        raise TooManyUnits(left=stop.quantity - stop.picked)
    counted = FulfillmentLine.objects.filter(pk=stop.line_id, picked__lte=F("quantity") - units).update(
        picked=F("picked") + units
    )
    if not counted:
        raise TooManyUnits(left=0)
    PickStep.objects.filter(pk=stop.pk, picked=F("quantity")).update(state=PickStep.State.DONE)
