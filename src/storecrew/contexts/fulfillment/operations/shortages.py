"""A picker finds less than was promised: a rule says what follows, and the customer hears of it once."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F

from storecrew.contexts.fulfillment import mails, queries
from storecrew.contexts.fulfillment.errors import (
    CollectedHere,
    NotYourRun,
    ReasonMissing,
    StateChanged,
    UnknownWork,
)
from storecrew.contexts.fulfillment.facts import RunFacts
from storecrew.contexts.fulfillment.models import (
    FulfillmentLine,
    FulfillmentOrder,
    PickRun,
    PickScan,
    PickStep,
)
from storecrew.contexts.fulfillment.operations import making, moving, picking, runs
from storecrew.contexts.fulfillment.rules import short, states
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor


def report_short(step_id: int, *, key: str = "", actor: Actor, at: dt.datetime) -> RunFacts:
    """Say that no more units are at a stop, and return the walk with what follows.

    With the ``key`` of an earlier report (made on the device) nothing happens again.

    What was scanned counts. The bin is counted by a colleague; for the missing units the walk gets another
    bin, or they are promised at another location, or the customer waits and is told so by mail (once per
    order).

    :raises UnknownWork: there is no such stop
    :raises NotYourRun: a colleague walks this list, or the stop is closed
    :raises OnHold: the order was stopped
    """
    actor.require("fulfillment.write")
    stop = picking.own_stop(step_id, actor)
    if key and PickScan.objects.filter(key=key).exists():
        return queries.run_facts(stop.run)
    order_id = stop.line.fulfillment_order.order_id
    with transaction.atomic():
        orders.begin_fulfilling(order_id)
        row = moving.keep(stop.line.fulfillment_order_id, states.PICKING)
        if key and PickScan.objects.filter(key=key).exists():
            return queries.run_facts(stop.run)
        stop.refresh_from_db(fields=["picked", "state"])
        closed = PickStep.objects.filter(pk=stop.pk, state=PickStep.State.OPEN).update(
            state=PickStep.State.SHORT
        )
        missing = stop.quantity - stop.picked
        if not closed or missing < 1:
            raise NotYourRun()
        if key:
            PickScan.objects.create(key=key, step=stop, quantity=0, actor_label=actor.label[:200], at=at)
        inventory.report_short_pick(
            location_id=row.location_id,
            bin_id=stop.bin_id,
            variant_id=stop.line.variant_id,
            expected=stop.quantity,
            found=stop.picked,
            document=row.number,
            actor=actor,
            at=at,
        )
        moving.note(row, "short_pick", actor=actor, at=at, line_id=stop.line.order_line_id, quantity=missing)
        _make_good(row, stop, missing, actor, at)
        row.refresh_from_db()
        if not making.close_if_empty(row, actor=actor, at=at):
            runs.go_on(row, actor=actor, at=at)
        runs.end_if_done(stop.run, actor=actor, at=at)
    return queries.run_facts(PickRun.objects.get(pk=stop.run_id))


def reroute(
    work_id: int, *, to_location_code: str, reason: str, actor: Actor, at: dt.datetime
) -> tuple[int, ...]:
    """Send what was not picked yet from another location; return the ids of the order's open parts.

    :raises ReasonMissing: without a reason
    :raises UnknownWork: no such fulfillment order or location
    :raises OnHold, TooLate, StateChanged: it is not waiting any more
    :raises NotEnoughThere: the other location has fewer free units
    :raises CollectedHere: its customer comes to this one
    """
    actor.require("fulfillment.write")
    if not reason.strip():
        raise ReasonMissing()
    place = next((p for p in inventory.locations() if p.code == to_location_code and p.active), None)
    known = FulfillmentOrder.objects.filter(pk=work_id).first()
    if place is None or known is None:
        raise UnknownWork(work=work_id, location=to_location_code)
    if orders.order(known.order_id).is_collected:
        raise CollectedHere(number=known.number)
    with transaction.atomic():
        orders.begin_fulfilling(known.order_id)
        row = moving.keep(work_id, states.WAITING, states.SHORT)
        if row.location_id == place.id:
            raise StateChanged(number=row.number, state=row.state)
        for line in row.lines.all():
            _move(row, line, place.id, line.quantity - max(line.picked, line.shipped), reason, actor, at)
        making.close_if_empty(row, actor=actor, at=at)
        making.prepare(row.order_id, actor=actor, at=at)
        audit.record(
            actor=actor,
            action="fulfillment.rerouted",
            record="orders.order",
            record_id=row.order_id,
            at=at,
            after={"location": place.code},
            reason=reason,
        )
        open_rows = FulfillmentOrder.objects.filter(order_id=row.order_id, state__in=states.OPEN)
        return tuple(open_rows.values_list("pk", flat=True))


def goods_are_back(location_id: int, variant_ids: list[int], *, actor: Actor, at: dt.datetime) -> int:
    """Let orders that waited for goods be picked again; return how many. Harmless when repeated."""
    rows = FulfillmentOrder.objects.filter(
        location_id=location_id, state=states.SHORT, lines__variant_id__in=variant_ids
    ).distinct()
    done = 0
    for row in rows.order_by("placed_at", "pk")[:200]:
        with transaction.atomic():
            orders.begin_fulfilling(row.order_id)
            done += _wait_again(row, actor, at)
    return done


def _make_good(row: FulfillmentOrder, stop: PickStep, missing: int, actor: Actor, at: dt.datetime) -> None:
    line = FulfillmentLine.objects.get(pk=stop.line_id)
    here = runs.lay(stop.run, [(line, missing)], besides=stop.bin_id)
    chosen = short.consequence(
        missing, in_other_bins=here, elsewhere=_elsewhere(row, line.variant_id), may_split=True
    )
    for location_id, units in chosen.moves:
        _move(row, line, location_id, units, "short pick", actor, at)
    if chosen.moves:
        making.prepare(row.order_id, actor=actor, at=at)
    if chosen.back_order:
        _back_order(row, line, chosen.back_order, actor, at)


def _elsewhere(row: FulfillmentOrder, variant_id: int) -> list[short.Elsewhere]:
    """Return the other locations of the order's channel with free units, the fullest first."""
    order = orders.order(row.order_id)
    if order.is_collected:
        # Its customer comes to this place: from another one it would have to travel first.
        return []
    places = {place.code: place.id for place in inventory.locations()}
    free = inventory.available_to_promise([variant_id], channel_id=order.channel_id)[variant_id].by_location
    found = [short.Elsewhere(places[code], units) for code, units in free.items() if units > 0]
    others = [place for place in found if place.location_id != row.location_id]
    return sorted(others, key=lambda place: (-place.free, place.location_id))


def _move(
    row: FulfillmentOrder,
    line: FulfillmentLine,
    location_id: int,
    units: int,
    reason: str,
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Promise units of a line at another location and ask for them there instead of here."""
    codes = {place.id: place.code for place in inventory.locations()}
    left = units
    for part in inventory.allocations_of(row.order_id):
        mine = part.order_line_id == line.order_line_id and part.location_code == codes[row.location_id]
        if left < 1 or not mine or part.state != "allocated":
            continue
        moved = min(left, part.quantity)
        inventory.move_allocation(
            part.id, to_location_id=location_id, quantity=moved, reason=reason, actor=actor, at=at
        )
        left -= moved
    gone = units - left
    if gone:
        making.take_away(line, gone)
        moving.note(
            row,
            "rerouted",
            actor=actor,
            at=at,
            line_id=line.order_line_id,
            quantity=gone,
            text=moving.place_names().get(location_id, ""),
        )


def _back_order(
    row: FulfillmentOrder, line: FulfillmentLine, units: int, actor: Actor, at: dt.datetime
) -> None:
    """Set missing units apart until goods come, and tell the customer."""
    making.take_away(line, units)
    values = {
        "number": row.number,
        "channel_code": row.channel_code,
        "method_code": row.method_code,
        "method_name": row.method_name,
        "country": row.country,
        "placed_at": row.placed_at,
        "due_at": row.due_at,
        "changed_at": at,
        "changed_by": actor.label[:200],
    }
    waiting, _new = FulfillmentOrder.objects.get_or_create(
        order_id=row.order_id, location_id=row.location_id, state=states.SHORT, defaults=values
    )
    there = FulfillmentLine.objects.filter(fulfillment_order=waiting, order_line_id=line.order_line_id)
    if not there.update(quantity=F("quantity") + units):
        FulfillmentLine.objects.create(
            fulfillment_order=waiting,
            order_line_id=line.order_line_id,
            variant_id=line.variant_id,
            sku=line.sku,
            title=line.title,
            quantity=units,
        )
    making.count_units(waiting)
    moving.note(row, "back_order", actor=actor, at=at, line_id=line.order_line_id, quantity=units)
    mails.queue_back_order(orders.order(row.order_id), waiting.pk, line.title, units, at=at)


def _wait_again(row: FulfillmentOrder, actor: Actor, at: dt.datetime) -> bool:
    """Put missing units back into the queue: into the part that is still worked on, or by themselves."""
    living = FulfillmentOrder.objects.filter(
        order_id=row.order_id, location_id=row.location_id, state__in=making.GROWING
    ).first()
    if living is None:
        return moving.try_move(row, states.WAITING, actor=actor, at=at)
    for line in row.lines.all():
        making.take_away(line, line.quantity - line.shipped)
    making.close_if_empty(row, actor=actor, at=at)
    making.prepare(row.order_id, actor=actor, at=at)
    return True
