"""Promising stock to orders, taking promises back, and shipping what was promised.

Order of work inside the caller's transaction: read the candidate rows, plan, then claim with one
statement. Call `allocate` last: on a popular article its row stays locked until the commit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from storecrew.contexts.inventory import rules
from storecrew.contexts.inventory.errors import NotAllocated
from storecrew.contexts.inventory.facts import Allocated, Line
from storecrew.contexts.inventory.models import Allocation, StockMovement
from storecrew.contexts.inventory.operations import (
    article_codes,
    bins,
    claiming,
    counters,
    refusals,
    reservations,
    serial_numbers,
)
from storecrew.contexts.inventory.queries import candidates
from storecrew.contexts.orders import public as orders
from storecrew.kernel.actor import Actor

Kind = StockMovement.Kind
Bucket = StockMovement.Bucket
State = Allocation.State

ATTEMPTS = 4


def allocate(
    order_id: int,
    lines: Iterable[tuple[int, int, int]],
    *,
    channel_id: int,
    actor: Actor,
    at: dt.datetime,
    holder: str = "",
    document: str = "",
    location_id: int | None = None,
) -> list[Allocated]:
    """Promise stock to an order, each part with its location; all lines or none.

    `lines` are (order line id, variant id, quantity); several lines on one variant are added up
    first. What `holder` has reserved is given back first and counts as available. With a `location_id`
    goods come from there alone (the order is collected there); codes come from where they are.

    :raises InsufficientStock: with `items` per article; the order then has no allocation at all.
    """
    wanted = [Line(*line) for line in lines]
    if not wanted:
        return []
    needs = rules.sum_needs((line.variant_id, line.quantity) for line in wanted)
    # No savepoint inside the caller's transaction: a refused claim has changed nothing by itself.
    with nullcontext() if connection.in_atomic_block else transaction.atomic():
        if holder:
            counters.lock([*needs, *reservations.held_variants(holder)])
            reservations.give_back(holder, at=at)
        for attempt in range(ATTEMPTS):
            takes = rules.plan(needs, candidates(needs, channel_id, only_at=location_id))
            if isinstance(takes, rules.Shortfall):
                # Holds that have ended but were not swept yet must not cost a sale.
                if attempt == 0 and _sweep(needs, at):
                    continue
                raise refusals.insufficient(needs, takes)
            parts = rules.spread(wanted, takes)
            if claiming.claim(order_id, takes, parts, actor=actor, at=at, document=document):
                return [Allocated(*part) for part in parts]
    raise refusals.insufficient(needs, rules.Shortfall(dict.fromkeys(needs, 0)))


def release_allocation(
    order_id: int,
    lines: Mapping[int, int] | None = None,
    *,
    actor: Actor,
    at: dt.datetime,
    reason: str = "",
    document: str = "",
) -> int:
    """Take promises back, exactly once; return how many units became free.

    `lines` maps order line ids to units; None means everything still allocated. A second call for
    the whole order finds nothing and changes nothing.

    :raises NotAllocated: if a line has fewer units allocated than named.
    """
    with transaction.atomic():
        taken = _take(order_id, lines, State.RELEASED)
        entries = [
            counters.Entry(
                row.variant_id,
                row.location_id,
                Kind.RELEASED,
                Bucket.ALLOCATED,
                -row.quantity,
                reason,
                document,
                order_id,
                row.pk,
            )
            for row in taken
        ]
        counters.post(entries, actor=actor, at=at)
    return sum(row.quantity for row in taken)


def ship_allocation(
    order_id: int,
    lines: Mapping[int, int],
    *,
    actor: Actor,
    at: dt.datetime,
    document: str = "",
    location_id: int | None = None,
) -> list[Allocated]:
    """Take shipped units off the shelf and out of the promise; return where each part left from.

    With a `location_id` only what is promised there; else wherever the promises are, the oldest first.

    :raises NotAllocated: if a line has fewer units allocated than named.
    """
    with transaction.atomic():
        taken = _take(order_id, lines, State.SHIPPED, location_id)
        _leave(order_id, taken, document, actor=actor, at=at)
        article_codes.give(order_id, taken, at=at)
        entries = [
            counters.Entry(
                row.variant_id,
                row.location_id,
                Kind.SHIPPED,
                bucket,
                -row.quantity,
                "",
                document,
                order_id,
                row.pk,
            )
            for row in taken
            for bucket in (Bucket.ALLOCATED, Bucket.ON_HAND)
        ]
        counters.post(entries, actor=actor, at=at)
    return [Allocated(row.order_line_id, row.variant_id, row.location_id, row.quantity) for row in taken]


def _leave(
    order_id: int, taken: Sequence[Allocation], document: str, *, actor: Actor, at: dt.datetime
) -> None:
    """Take shipped units out of the packing places, and their serial numbers out of stock."""
    units: dict[counters.Key, int] = {}
    for row in taken:
        key = (row.variant_id, row.location_id)
        units[key] = units.get(key, 0) + row.quantity
    numbers = [number for number in (*orders.numbers_of([order_id]).values(), document) if number]
    counters.lock(variant_id for variant_id, _ in units)
    bins.leave_packing(units, document=document, orders=numbers, actor=actor, at=at)
    serial_numbers.leave([variant_id for variant_id, _ in units], numbers)


def _sweep(needs: Mapping[int, int], at: dt.datetime) -> int:
    counters.lock(needs)
    return reservations.expire(at=at, variant_ids=list(needs))


def _take(
    order_id: int, lines: Mapping[int, int] | None, state: str, location_id: int | None = None
) -> Sequence[Allocation]:
    """Move allocated units of an order to another state; each unit is moved at most once.

    The state is part of the condition, so of two callers one gets the row and the other nothing.
    """
    if lines is None:
        rows = _end_all(order_id, state)
        return [Allocation(**row) for row in rows]
    if any(quantity < 1 for quantity in lines.values()):
        raise NotAllocated(order_id=order_id, lines=dict(lines))
    live = Allocation.objects.filter(order_id=order_id, state=State.ALLOCATED)
    if location_id is not None:
        live = live.filter(location_id=location_id)
    promised: dict[int, list[Allocation]] = {}
    for row in live.filter(order_line_id__in=list(lines)).order_by("pk"):
        promised.setdefault(row.order_line_id, []).append(row)
    whole: list[Allocation] = []
    parts: list[tuple[Allocation, int]] = []
    for line_id, quantity in sorted(lines.items()):
        missing = quantity
        for row in promised.get(line_id, ()):
            units = min(missing, row.quantity)
            if units == row.quantity:
                whole.append(row)
            elif units:
                parts.append((row, units))
            missing -= units
        if missing:
            raise NotAllocated(order_id=order_id, order_line_id=line_id, missing=missing)
    _end_whole(order_id, whole, state)
    return whole + [take_units(row, units, state) for row, units in parts]


def _end_whole(order_id: int, taken: Sequence[Allocation], state: str) -> None:
    """Move allocations as they were read, all or none, with one statement. Raises NotAllocated."""
    if not taken:
        return
    with connection.cursor() as cursor:
        places = ", ".join(["%s"] * len(taken))
        cursor.execute(
            f"UPDATE inventory_allocation SET state = %s WHERE id IN ({places}) AND state = 'allocated' "  # noqa: S608
            "RETURNING id, quantity",
            [state, *(row.pk for row in taken)],
        )
        found = dict(cursor.fetchall())
    for row in taken:
        if found.get(row.pk) != row.quantity:
            raise NotAllocated(order_id=order_id, order_line_id=row.order_line_id)


def take_units(row: Allocation, units: int, state: str) -> Allocation:
    """Move some units of one allocation; a part becomes a row of its own."""
    unchanged = Allocation.objects.filter(pk=row.pk, state=State.ALLOCATED, quantity=row.quantity)
    whole = units == row.quantity
    change: dict[str, Any] = {"state": state} if whole else {"quantity": F("quantity") - units}
    if unchanged.update(**change) != 1:
        raise NotAllocated(order_id=row.order_id, order_line_id=row.order_line_id)
    if whole:
        return row
    return Allocation.objects.create(
        order_id=row.order_id,
        order_line_id=row.order_line_id,
        variant_id=row.variant_id,
        location_id=row.location_id,
        quantity=units,
        state=state,
    )


def _end_all(order_id: int, state: str) -> list[dict[str, Any]]:
    names = ("id", "order_id", "order_line_id", "variant_id", "location_id", "quantity")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE inventory_allocation SET state = %s WHERE order_id = %s AND state = 'allocated' "
            "RETURNING id, order_id, order_line_id, variant_id, location_id, quantity",
            [state, order_id],
        )
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
