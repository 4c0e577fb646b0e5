"""Proving that the counters equal the ledger, and repairing them when they do not."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.db import IntegrityError, connection, transaction

from storecrew.contexts.inventory.facts import Difference, Recount
from storecrew.contexts.inventory.models import StockLevel
from storecrew.contexts.inventory.operations.counters import COUNTERS
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor

_MOVED = ", ".join(
    f"SUM(CASE WHEN bucket = '{name}' THEN quantity ELSE 0 END)" if name != "reserved" else "0"
    for name in COUNTERS
)
_ZERO = ", ".join(["0"] * len(COUNTERS))
_DIFFER = " OR ".join(f"SUM(stored_{name}) <> SUM(proved_{name})" for name in COUNTERS)

# One statement sees one state of the database, so orders placed meanwhile make no false alarm. `promised`
# is counted twice, from the ledger and from the allocations: both must agree with the counter.
_COMPARE = f"""
SELECT variant_id, location_id,
       {", ".join(f"SUM(stored_{name}), SUM(proved_{name})" for name in COUNTERS)}, SUM(promised)
FROM (
  SELECT variant_id, location_id, {", ".join(f"{name} AS stored_{name}" for name in COUNTERS)},
         {", ".join(f"0 AS proved_{name}" for name in COUNTERS)}, 0 AS promised
  FROM inventory_stocklevel
  UNION ALL
  SELECT variant_id, location_id, {_ZERO}, {_MOVED}, 0 FROM inventory_stockmovement
  GROUP BY variant_id, location_id
  UNION ALL
  SELECT variant_id, location_id, {_ZERO}, 0, 0, SUM(quantity), 0, 0, 0, 0 FROM inventory_reservation
  GROUP BY variant_id, location_id
  UNION ALL
  SELECT variant_id, location_id, {_ZERO}, {_ZERO}, SUM(quantity) FROM inventory_allocation
  WHERE state = 'allocated' GROUP BY variant_id, location_id
) AS facts
GROUP BY variant_id, location_id
HAVING {_DIFFER} OR SUM(promised) <> SUM(stored_allocated)
ORDER BY variant_id, location_id
"""  # noqa: S608 - constants only


def recount(*, fix: bool = False, actor: Actor, at: dt.datetime) -> Recount:
    """Compare every counter with the ledger, the holds and the allocations; repair with `fix`.

    A repair sets the counter to what the facts prove and writes an audit line per level. What
    cannot be repaired (the facts themselves contradict each other) is returned as unrepaired.
    """
    actor.require("inventory.adjust" if fix else "inventory.read")
    differences = _differences()
    unrepaired = list(differences)
    if fix and differences:
        unrepaired = _repair(differences, actor=actor, at=at)
    return Recount(StockLevel.objects.count(), tuple(differences), tuple(unrepaired))


def _differences() -> list[Difference]:
    found = []
    with connection.cursor() as cursor:
        cursor.execute(_COMPARE)
        for variant_id, location_id, *pairs, promised in cursor.fetchall():
            for index, name in enumerate(COUNTERS):
                stored, proved = int(pairs[2 * index]), int(pairs[2 * index + 1])
                if stored != proved:
                    found.append(Difference(variant_id, location_id, name, stored, proved))
                elif name == "allocated" and stored != int(promised):
                    found.append(Difference(variant_id, location_id, "allocations", stored, int(promised)))
    return found


def _repair(differences: list[Difference], *, actor: Actor, at: dt.datetime) -> list[Difference]:
    """Set counters to what is proved, level by level; return what would break a constraint."""
    levels: dict[tuple[int, int], list[Difference]] = defaultdict(list)
    for difference in differences:
        levels[(difference.variant_id, difference.location_id)].append(difference)
    left: list[Difference] = []
    for (variant_id, location_id), group in levels.items():
        counters = [row for row in group if row.counter in COUNTERS]
        left += [row for row in group if row.counter not in COUNTERS]
        seen = {row.counter: row.stored for row in counters}
        proved = {row.counter: row.proved for row in counters}
        if not counters:
            continue
        try:
            with transaction.atomic():
                StockLevel.objects.get_or_create(variant_id=variant_id, location_id=location_id)
                rows = StockLevel.objects.filter(variant_id=variant_id, location_id=location_id, **seen)
                if not rows.update(**proved):
                    # The level moved since it was compared; the next recount looks again.
                    left += counters
                    continue
                audit.record(
                    actor=actor,
                    action="inventory.recounted",
                    record="inventory.level",
                    record_id=f"{variant_id}:{location_id}",
                    at=at,
                    before=seen,
                    after=proved,
                    reason="recount --fix",
                )
        except IntegrityError:
            left += counters
    return left
