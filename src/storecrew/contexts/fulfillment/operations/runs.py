"""Pick lists: orders are claimed for one walk, and the stops are laid along the way."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import F, Max, QuerySet

from storecrew.contexts.fulfillment import queries
from storecrew.contexts.fulfillment.errors import NothingToPick, NotYourRun, UnknownWork
from storecrew.contexts.fulfillment.facts import RunFacts
from storecrew.contexts.fulfillment.models import FulfillmentLine, FulfillmentOrder, PickRun, PickStep
from storecrew.contexts.fulfillment.operations import moving
from storecrew.contexts.fulfillment.rules import states
from storecrew.contexts.inventory import public as inventory
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor

MOST = {"single": 1, "batch": 8, "wave": 40, "zone": 20}
"""Orders that one person can push: a batch is a cart of totes, a wave is sorted afterwards."""


def start_run(
    *,
    location_code: str,
    kind: str = "single",
    work_ids: Sequence[int] = (),
    zone_code: str = "",
    method_code: str = "",
    due_before: dt.datetime | None = None,
    actor: Actor,
    at: dt.datetime,
) -> RunFacts:
    """Claim waiting orders for one walk and return it with its stops; an unfinished walk is returned instead.

    ``kind`` is "single", "batch" (one tote per order), "wave" (narrowed by method or due time) or "zone"
    (only the lines that lie in a zone; others are picked by colleagues). Of two pickers each order, or in a
    zone each line, goes to one. ``work_ids`` names orders; else the most urgent ones are taken.

    :raises Denied: the actor may not pack and ship
    :raises UnknownWork: no such location, or not the actor's
    :raises NothingToPick: nothing waits that matches, or colleagues were faster
    """
    actor.require("fulfillment.write")
    place = _place(location_code, actor)
    if kind not in MOST:
        raise UnknownWork(kind=kind)
    mine = PickRun.objects.filter(location_id=place.id, picker_id=actor.id, state=PickRun.State.OPEN).first()
    if mine is not None:
        return queries.run_facts(mine)
    waiting = FulfillmentOrder.objects.filter(location_id=place.id)
    if work_ids:
        waiting = waiting.filter(pk__in=list(work_ids))
    if method_code:
        waiting = waiting.filter(method_code=method_code)
    if due_before is not None:
        waiting = waiting.filter(due_at__lte=due_before)
    with transaction.atomic():
        run = PickRun.objects.create(
            location_id=place.id,
            kind=kind,
            zone_code=zone_code,
            picker_id=actor.id,
            picker=actor.label[:200],
            started_at=at,
        )
        claimed = _claim_zone(run, waiting) if kind == "zone" else _claim(run, waiting, actor, at)
        if not claimed or not _lay_stops(run):
            raise NothingToPick(location=location_code)
        _begin(run, claimed, actor, at)
    return queries.run_facts(run)


def leave_run(run_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """End a walk early: what was not picked waits for somebody else. The picker, or whoever leads, may.

    :raises UnknownWork: there is no such walk
    :raises NotYourRun: it has ended
    """
    actor.require("fulfillment.write")
    run = PickRun.objects.filter(pk=run_id).first()
    if run is None:
        raise UnknownWork(run=run_id)
    with transaction.atomic():
        ended = PickRun.objects.filter(pk=run_id, state=PickRun.State.OPEN).update(
            state=PickRun.State.DONE, finished_at=at
        )
        if not ended:
            raise NotYourRun()
        PickStep.objects.filter(run=run, state=PickStep.State.OPEN).update(state=PickStep.State.DROPPED)
        _release(run, actor=actor, at=at)
        audit.record(
            actor=actor, action="fulfillment.run_left", record="fulfillment.run", record_id=run_id, at=at
        )


def go_on(row: FulfillmentOrder, *, actor: Actor, at: dt.datetime) -> None:
    """Send an order to the bench when all of it is picked, back to the queue when nobody picks the rest."""
    lines = list(FulfillmentLine.objects.filter(fulfillment_order=row))
    if all(line.picked >= line.quantity for line in lines):
        if moving.try_move(row, states.PICKED, actor=actor, at=at):
            moving.note(row, "picked", actor=actor, at=at)
    elif not any(line.run_id for line in lines if line.picked < line.quantity):
        moving.try_move(row, states.WAITING, actor=actor, at=at, run=None, tote="")


def end_if_done(run: PickRun, *, actor: Actor, at: dt.datetime) -> None:
    """End a walk of which no stop is left; units that were added to its orders meanwhile wait for another."""
    if PickStep.objects.filter(run=run, state=PickStep.State.OPEN).exists():
        return
    ended = PickRun.objects.filter(pk=run.pk, state=PickRun.State.OPEN).update(
        state=PickRun.State.DONE, finished_at=at
    )
    if ended:
        _release(run, actor=actor, at=at)


def _release(run: PickRun, *, actor: Actor, at: dt.datetime) -> None:
    """Free the lines of an ended walk, and send its orders where they belong."""
    work = FulfillmentOrder.objects.filter(lines__run=run).distinct()
    ids = list(work.values_list("pk", flat=True))
    FulfillmentLine.objects.filter(run=run).update(run=None)
    for row in FulfillmentOrder.objects.filter(pk__in=ids, state=states.PICKING).order_by("pk"):
        go_on(row, actor=actor, at=at)


def _place(code: str, actor: Actor) -> inventory.LocationFacts:
    place = next((place for place in inventory.locations() if place.code == code), None)
    if place is None or not actor.can_see("location", code):
        raise UnknownWork(location=code)
    return place


def _claim(
    run: PickRun, waiting: QuerySet[FulfillmentOrder], actor: Actor, at: dt.datetime
) -> list[FulfillmentOrder]:
    """Take whole orders, the most urgent first; a colleague may have been faster on any of them."""
    claimed: list[FulfillmentOrder] = []
    for row in waiting.filter(state=states.WAITING)[: MOST[run.kind] * 2]:
        tote = str(len(claimed) + 1)
        if moving.try_move(row, states.PICKING, actor=actor, at=at, run=run, tote=tote):
            claimed.append(row)
        if len(claimed) == MOST[run.kind]:
            break
    FulfillmentLine.objects.filter(fulfillment_order__in=claimed, run=None, picked__lt=F("quantity")).update(
        run=run
    )
    return claimed


def _claim_zone(run: PickRun, waiting: QuerySet[FulfillmentOrder]) -> list[FulfillmentOrder]:
    """Take the lines that lie in one zone, of orders that wait or are being picked elsewhere."""
    rows = list(waiting.filter(state__in=(states.WAITING, states.PICKING))[: MOST["zone"]])
    free = FulfillmentLine.objects.filter(fulfillment_order__in=rows, run=None, picked__lt=F("quantity"))
    needs: dict[int, int] = defaultdict(int)
    for line in free:
        needs[line.variant_id] += line.quantity - line.picked
    zones: dict[int, set[str]] = defaultdict(set)
    for place in inventory.pick_places(run.location_id, needs):
        zones[place.variant_id].add(place.zone_code)
    here = [variant for variant, codes in zones.items() if codes == {run.zone_code}]
    if not free.filter(variant_id__in=here).update(run=run):
        return []
    return list(FulfillmentOrder.objects.filter(lines__run=run).distinct().order_by("pk"))


def _begin(run: PickRun, claimed: Iterable[FulfillmentOrder], actor: Actor, at: dt.datetime) -> None:
    for row in claimed:
        if row.state == states.WAITING and not moving.try_move(row, states.PICKING, actor=actor, at=at):
            # A colleague of another zone began it, or it was stopped just now.
            moving.keep(row.pk, states.PICKING)
        moving.note(row, "picking", actor=actor, at=at)


def _lay_stops(run: PickRun) -> int:
    """Write the stops of a walk in walking order; return how many."""
    lines = list(FulfillmentLine.objects.filter(run=run).order_by("fulfillment_order_id", "pk"))
    return lay(run, [(line, line.quantity - line.picked) for line in lines])


def lay(run: PickRun, needs: Sequence[tuple[FulfillmentLine, int]], *, besides: int | None = -1) -> int:
    """Add stops for (line, units) where inventory says they lie; return the units for which there is a place.

    ``besides`` is a bin that was found short; None means the units in no known bin, -1 none at all. Behind a
    short one, units in no known bin are only those that the counters know of.
    """
    wanted: dict[int, int] = defaultdict(int)
    for line, units in needs:
        wanted[line.variant_id] += units
    last = PickStep.objects.filter(run=run).aggregate(last=Max("sequence"))["last"] or 0
    left = {line.pk: units for line, units in needs}
    stops: list[PickStep] = []
    loose = {} if besides == -1 else _loose(run.location_id, wanted)
    for place in inventory.pick_places(run.location_id, wanted):
        if place.bin_id == besides:
            continue
        there = place.quantity
        if place.bin_id is None:
            there = min(there, loose.get(place.variant_id, there))
        for line, _units in needs:
            units = min(there, left[line.pk]) if line.variant_id == place.variant_id else 0
            if units:
                stops.append(_stop(run, line, place, units, last + len(stops) + 1))
                left[line.pk] -= units
                there -= units
    PickStep.objects.bulk_create(stops)
    return sum(stop.quantity for stop in stops)


def _loose(location_id: int, variant_ids: Iterable[int]) -> dict[int, int]:
    """Return how many units of variants lie at a location outside of all bins."""
    levels = inventory.levels(variant_ids)
    here = {level.variant_id: level for level in levels if level.location_id == location_id}
    return {key: here[key].on_hand - here[key].in_bins if key in here else 0 for key in variant_ids}


def _stop(
    run: PickRun, line: FulfillmentLine, place: inventory.PickPlace, units: int, sequence: int
) -> PickStep:
    return PickStep(
        run=run,
        line=line,
        sequence=sequence,
        bin_id=place.bin_id,
        bin_code=place.bin_code if place.bin_id is not None else "",
        zone_code=place.zone_code,
        lot_id=place.lot_id,
        lot_code=place.lot_code,
        expires_on=place.expires_on,
        quantity=units,
    )
