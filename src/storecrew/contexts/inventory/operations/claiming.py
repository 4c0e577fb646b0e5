"""The claim: one conditional statement that promises all rows of an order, or none.

On PostgreSQL the rows are locked by one statement; the promise, the allocations and the ledger lines are
the next, so the row of a popular article is locked for these two and the commit only. SQLite runs one
writer at a time and does the same in three.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import connection

from storecrew.contexts.inventory.operations import counters
from storecrew.contexts.inventory.operations.announcing import announce
from storecrew.contexts.inventory.rules import Take
from storecrew.kernel.actor import Actor

Part = tuple[int, int, int, int]


def claim(
    order_id: int,
    takes: Sequence[Take],
    parts: Sequence[Part],
    *,
    actor: Actor,
    at: dt.datetime,
    document: str,
) -> bool:
    """Promise the planned units; return False, with nothing changed, when somebody was faster.

    `takes` are summed per stock row; `parts` say which order line gets which of them.
    """
    if connection.vendor == "postgresql":
        return _claim_in_one(order_id, takes, parts, actor=actor, at=at, document=document)
    entries = [
        counters.Entry(take.variant_id, take.location_id, "allocated", "allocated", take.quantity)
        for take in takes
    ]
    deltas = {(entry.variant_id, entry.location_id): {"allocated": entry.quantity} for entry in entries}
    try:
        after = counters.change_levels(deltas)
    except counters.Refused:
        return False
    _write_in_two(order_id, parts, actor=actor, at=at, document=document)
    announce(after, counters.sellable_deltas(deltas), counters.available_deltas(deltas))
    return True


_PROMISE = """
INSERT INTO inventory_allocation (order_id, order_line_id, variant_id, location_id, quantity, state)
VALUES {rows} RETURNING id
"""
_NOTE = """
INSERT INTO inventory_stockmovement
  (variant_id, location_id, kind, bucket, quantity, reason, order_id, allocation_id, document, actor, at)
SELECT variant_id, location_id, 'allocated', 'allocated', quantity, '', order_id, id, %s, %s, %s
FROM inventory_allocation WHERE order_id = %s AND id >= %s
"""


def _write_in_two(
    order_id: int, parts: Sequence[Part], *, actor: Actor, at: dt.datetime, document: str
) -> None:
    """Write the allocations, and the ledger lines from them; there is one writer, so ids only grow."""
    rows = ", ".join(["(%s, %s, %s, %s, %s, 'allocated')"] * len(parts))
    with connection.cursor() as cursor:
        cursor.execute(_PROMISE.format(rows=rows), [value for part in parts for value in (order_id, *part)])
        first = min(row[0] for row in cursor.fetchall())
        when = connection.ops.adapt_datetimefield_value(at)
        cursor.execute(_NOTE, [document[:100], counters.actor_name(actor), when, order_id, first])


# The rows are locked by a statement before, in primary-key order, so that this one begins with their newest
# numbers: a statement that waits for a lock itself judges some rows by how they were when it began, and would
# promise a part of an order. All locations of an article are locked, not only those that were planned:
# who has to plan again would otherwise lock out of order what others wait for.
_ONE_STATEMENT = """
WITH v AS (
  SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::integer[]) AS v(variant, location, take)
), ready AS MATERIALIZED (
  SELECT count(*) = (SELECT count(*) FROM v) AS all_there
  FROM v JOIN inventory_stocklevel l ON l.variant_id = v.variant AND l.location_id = v.location
  WHERE l.on_hand - l.allocated - l.reserved - l.safety - l.quality_hold - l.quarantine - l.damaged >= v.take
), claimed AS (
  UPDATE inventory_stocklevel AS l SET allocated = l.allocated + v.take
  FROM v
  WHERE l.variant_id = v.variant AND l.location_id = v.location AND (SELECT all_there FROM ready)
  RETURNING l.variant_id, l.location_id, l.on_hand, l.allocated, l.reserved, l.safety, l.quality_hold,
            l.quarantine, l.damaged, l.low_threshold
), promised AS (
  INSERT INTO inventory_allocation (order_id, order_line_id, variant_id, location_id, quantity, state)
  SELECT %s, p.line, p.variant, p.location, p.quantity, 'allocated'
  FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::integer[])
       AS p(line, variant, location, quantity)
  WHERE EXISTS (SELECT 1 FROM claimed)
  RETURNING id, order_id, variant_id, location_id, quantity
), noted AS (
  INSERT INTO inventory_stockmovement
    (variant_id, location_id, kind, bucket, quantity, reason, order_id, allocation_id, document, actor, at)
  SELECT variant_id, location_id, 'allocated', 'allocated', quantity, '', order_id, id, %s::text, %s::text,
         %s::timestamptz
  FROM promised
)
SELECT variant_id, location_id, on_hand - allocated - safety - quality_hold - quarantine - damaged,
       on_hand - allocated - reserved - safety - quality_hold - quarantine - damaged, low_threshold
FROM claimed
"""


def _claim_in_one(
    order_id: int,
    takes: Sequence[Take],
    parts: Sequence[Part],
    *,
    actor: Actor,
    at: dt.datetime,
    document: str,
) -> bool:
    counters.lock({take.variant_id for take in takes})
    with connection.cursor() as cursor:
        cursor.execute(
            _ONE_STATEMENT,
            [
                [take.variant_id for take in takes],
                [take.location_id for take in takes],
                [take.quantity for take in takes],
                order_id,
                *([part[index] for part in parts] for index in range(4)),
                document[:100],
                counters.actor_name(actor),
                at,
            ],
        )
        after = [counters.After(*row) for row in cursor.fetchall()]
    if not after:
        return False
    if len(after) != len(takes):
        # The rows were locked before this statement began, so this would be a fault of the database.
        raise AssertionError("a claim changed some rows of an order but not all")
    change = {(take.variant_id, take.location_id): -take.quantity for take in takes}
    announce(after, change, change)
    return True
