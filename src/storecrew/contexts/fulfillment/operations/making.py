"""Fulfillment orders follow from promises: one per order and location, made and mended from allocations."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import F, Sum

from storecrew.contexts.channels import public as channels
from storecrew.contexts.fulfillment.models import FulfillmentLine, FulfillmentOrder
from storecrew.contexts.fulfillment.operations import moving
from storecrew.contexts.fulfillment.rules import due, states
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel.actor import Actor, system_actor

GROWING = (states.WAITING, states.HELD, states.PICKING, states.PICKED)
SHRINKING = (states.SHORT, states.WAITING, states.HELD, states.PICKING, states.PICKED)


def give_to_warehouse(order_id: int, *, at: dt.datetime) -> int:
    """Make the fulfillment orders of a confirmed order; return how many are open. Harmless when repeated.

    An order that was canceled, or left without waiting for this, gets none.
    """
    actor = system_actor("fulfillment.give_to_warehouse")
    with transaction.atomic():
        try:
            orders.begin_fulfilling(order_id)
        except (orders.OrderIsCanceled, orders.OrderNotConfirmed):
            return 0
        known = FulfillmentOrder.objects.filter(order_id=order_id).exists()
        if not known and not orders.order(order_id).pickup_point:
            # Judged before the work is made, so that nobody begins to pick for a door that may not exist.
            shipping.judge_address(order_id, actor=actor, at=at)
        return len(prepare(order_id, actor=actor, at=at))


def give_forgotten(*, at: dt.datetime) -> int:
    """Make the fulfillment orders of confirmed orders that have none; return for how many."""
    made = after = 0
    while ids := orders.waiting_to_leave(after=after):
        known = set(FulfillmentOrder.objects.filter(order_id__in=ids).values_list("order_id", flat=True))
        made += sum(bool(give_to_warehouse(order_id, at=at)) for order_id in ids if order_id not in known)
        after = ids[-1]
    return made


def prepare(order_id: int, *, actor: Actor, at: dt.datetime) -> list[FulfillmentOrder]:
    """Bring the fulfillment orders in line with what is promised where; return the open ones.

    Call it inside a transaction that holds the order (``orders.begin_fulfilling``).
    """
    wanted = _promised(order_id)
    rows = _open(order_id)
    have = _outstanding(rows)
    order: orders.OrderFacts | None = None
    for location_id in sorted({*wanted, *have}):
        there, asked = have.get(location_id, {}), wanted.get(location_id, {})
        more = {line: units - there.get(line, 0) for line, units in asked.items()}
        less = {line: units - asked.get(line, 0) for line, units in there.items()}
        here = [row for row in rows if row.location_id == location_id]
        if any(units > 0 for units in less.values()):
            _shrink(here, less, actor=actor, at=at)
        if any(units > 0 for units in more.values()):
            order = order or orders.order(order_id)
            _grow(order, location_id, here, more, actor=actor, at=at)
    return _open(order_id)


def _promised(order_id: int) -> dict[int, dict[int, int]]:
    """Return {location: {order line: units}} of what is allocated and goes into a parcel."""
    ids = {place.code: place.id for place in inventory.locations()}
    found: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for part in inventory.parts_to_send(order_id):
        found[ids[part.location_code]][part.order_line_id] += part.quantity
    return found


def _open(order_id: int) -> list[FulfillmentOrder]:
    rows = FulfillmentOrder.objects.filter(order_id=order_id, state__in=states.OPEN).order_by("pk")
    return list(rows.prefetch_related("lines"))


def _outstanding(rows: Iterable[FulfillmentOrder]) -> dict[int, dict[int, int]]:
    found: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        for line in row.lines.all():
            found[row.location_id][line.order_line_id] += line.quantity - line.shipped
    return found


def _grow(
    order: orders.OrderFacts,
    location_id: int,
    here: Iterable[FulfillmentOrder],
    more: Mapping[int, int],
    *,
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Add units to the order that is still worked on at a location, or make one."""
    row = next((row for row in here if row.state in GROWING), None)
    if row is None:
        row = _make(order, location_id, actor=actor, at=at)
    elif row.state == states.PICKED:
        moving.move(row, states.WAITING, actor=actor, at=at)
    known = set(FulfillmentLine.objects.filter(fulfillment_order=row).values_list("order_line_id", flat=True))
    lines = {line.id: line for line in order.lines}
    fresh = []
    for line_id, units in sorted(more.items()):
        if units > 0 and line_id in known:
            same = FulfillmentLine.objects.filter(fulfillment_order=row, order_line_id=line_id)
            same.update(quantity=F("quantity") + units)
        elif units > 0:
            # A bundle's article or a replacement stands in the promise, not in what was ordered.
            fresh.append(_line(row, lines[line_id], units))
    FulfillmentLine.objects.bulk_create(fresh)
    count_units(row)


def _line(row: FulfillmentOrder, line: orders.OrderLineFacts, units: int) -> FulfillmentLine:
    return FulfillmentLine(
        fulfillment_order=row,
        order_line_id=line.id,
        variant_id=line.variant_id,
        sku=line.sku,
        title=" · ".join([line.title, *map(str, line.options.values())])[:500],
        quantity=units,
    )


def _make(order: orders.OrderFacts, location_id: int, *, actor: Actor, at: dt.datetime) -> FulfillmentOrder:
    channel = channels.facts_by_id(order.channel_id)
    counted = shipping.counts_from(order.placed_at, order.confirmed_at)
    doubt = shipping.address_hold(order.id)
    leaves = shipping.leaves_on(
        order.shipping_method_code, location=_code(location_id), timezone=channel.timezone, at=counted
    )
    row = FulfillmentOrder.objects.create(
        order_id=order.id,
        number=order.number,
        channel_code=channel.code,
        location_id=location_id,
        method_code=order.shipping_method_code,
        method_name=order.shipping_method_name,
        country=str(order.shipping_address.get("country", ""))[:2],
        state=states.HELD if doubt else states.WAITING,
        held_because=doubt.because if doubt else "",
        placed_at=order.confirmed_at or order.placed_at,
        due_at=due.hand_over_by(leaves, channel.timezone),
        changed_at=at,
        changed_by=moving.name_of(actor),
    )
    moving.note(row, "made", actor=actor, at=at)
    if doubt:
        moving.note(row, "held", actor=actor, at=at, text=doubt.because)
    return row


def _code(location_id: int) -> str:
    return next((place.code for place in inventory.locations() if place.id == location_id), "")


def _shrink(
    here: Iterable[FulfillmentOrder], less: Mapping[int, int], *, actor: Actor, at: dt.datetime
) -> None:
    """Take away units that are no longer promised here, first those that nobody has touched."""
    left = {line: units for line, units in less.items() if units > 0}
    for row in sorted(here, key=lambda row: SHRINKING.index(row.state) if row.state in SHRINKING else 99):
        if row.state not in SHRINKING:
            continue
        for line in row.lines.all():
            units = min(left.get(line.order_line_id, 0), line.quantity - max(line.picked, line.shipped))
            if units > 0:
                take_away(line, units)
                left[line.order_line_id] -= units
        close_if_empty(row, actor=actor, at=at)


def take_away(line: FulfillmentLine, units: int) -> None:
    """Ask for fewer units of a line, never for fewer than were picked or have left."""
    changed = FulfillmentLine.objects.filter(
        pk=line.pk, quantity__gte=F("picked") + units, shipped__lte=F("quantity") - units
    ).update(quantity=F("quantity") - units)
    if not changed:
        moving.refuse(line.fulfillment_order_id)


def close_if_empty(row: FulfillmentOrder, *, actor: Actor, at: dt.datetime) -> bool:
    """End a fulfillment order of which nothing is left to send from here."""
    if count_units(row):
        return False
    if moving.try_move(row, states.CANCELED, actor=actor, at=at, closed_at=at):
        moving.let_go(row, at=at)
    return True


def count_units(row: FulfillmentOrder) -> int:
    """Store and return how many units a fulfillment order is about."""
    row.units = row.lines.aggregate(units=Sum("quantity"))["units"] or 0
    FulfillmentOrder.objects.filter(pk=row.pk).update(units=row.units)
    return row.units
