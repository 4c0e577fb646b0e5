"""Proving that the counters equal the ledger, and repairing them when they do not."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping

from django.db import IntegrityError, connection, transaction

from storecrew.contexts.inventory.facts import Difference, Recount
from storecrew.contexts.inventory.models import BinContent, StockLevel
from storecrew.contexts.inventory.operations.counters import COUNTERS
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.sentence import say

_MOVED = ", ".join(
    f"SUM(CASE WHEN bucket = '{name}' THEN quantity ELSE 0 END)" if name != "reserved" else "0"
    for name in COUNTERS
)
CHECKED = (*COUNTERS, "in_bins")
_ZERO = ", ".join(["0"] * len(CHECKED))
_HELD = ", ".join("SUM(quantity)" if name == "reserved" else "0" for name in CHECKED)
_IN_BINS = ", ".join("SUM(c.quantity)" if name == "in_bins" else "0" for name in CHECKED)
_DIFFER = " OR ".join(f"SUM(stored_{name}) <> SUM(proved_{name})" for name in CHECKED)

# One statement sees one state of the database, so orders placed meanwhile make no false alarm. `promised`
# is counted twice, from the ledger and from the allocations: both must agree with the counter.
_COMPARE = f"""
SELECT variant_id, location_id,
       {", ".join(f"SUM(stored_{name}), SUM(proved_{name})" for name in CHECKED)}, SUM(promised)
FROM (
  SELECT variant_id, location_id, {", ".join(f"{name} AS stored_{name}" for name in CHECKED)},
         {", ".join(f"0 AS proved_{name}" for name in CHECKED)}, 0 AS promised
  FROM inventory_stocklevel
  UNION ALL
  SELECT variant_id, location_id, {_ZERO}, {_MOVED}, 0, 0 FROM inventory_stockmovement
  GROUP BY variant_id, location_id
  UNION ALL
  SELECT variant_id, location_id, {_ZERO}, {_HELD}, 0 FROM inventory_reservation
  GROUP BY variant_id, location_id
  UNION ALL
  SELECT c.variant_id, b.location_id, {_ZERO}, {_IN_BINS}, 0
  FROM inventory_bincontent c JOIN inventory_bin b ON b.id = c.bin_id
  GROUP BY c.variant_id, b.location_id
  UNION ALL
  SELECT variant_id, location_id, {_ZERO}, {_ZERO}, SUM(quantity) FROM inventory_allocation
  WHERE state = 'allocated' GROUP BY variant_id, location_id
) AS facts
GROUP BY variant_id, location_id
HAVING {_DIFFER} OR SUM(promised) <> SUM(stored_allocated)
ORDER BY variant_id, location_id
"""  # noqa: S608 - constants only

# Bins have a ledger of their own, and each content is the sum of its lines.
_COMPARE_BINS = """
SELECT c.id, c.variant_id, b.location_id, b.code, c.quantity, COALESCE(SUM(m.quantity), 0)
FROM inventory_bincontent c
JOIN inventory_bin b ON b.id = c.bin_id
LEFT JOIN inventory_binmove m ON m.content_id = c.id
GROUP BY c.id, c.variant_id, b.location_id, b.code, c.quantity
HAVING c.quantity <> COALESCE(SUM(m.quantity), 0)
ORDER BY c.id
"""


def recount(*, fix: bool = False, actor: Actor, at: dt.datetime) -> Recount:
    """Compare every counter with the ledger, the holds and the allocations; repair with `fix`.

    A repair sets the counter to what the facts prove and writes an audit line per level. What
    cannot be repaired (the facts themselves contradict each other) is returned as unrepaired.
    """
    actor.require("inventory.adjust" if fix else "inventory.read")
    in_bins = _bin_differences()
    if fix and in_bins:
        # First the bins, because a level's share in bins is proved by what they hold.
        _repair_bins(in_bins, actor=actor, at=at)
    levels = _differences()
    unrepaired = [*in_bins.values(), *levels]
    if fix and unrepaired:
        unrepaired = [*_bin_differences().values(), *_repair(levels, actor=actor, at=at)]
    differences = [*in_bins.values(), *levels]
    return Recount(StockLevel.objects.count(), tuple(differences), tuple(unrepaired))


def _bin_differences() -> dict[int, Difference]:
    """Return, by content, what a bin holds and what its ledger proves."""
    with connection.cursor() as cursor:
        cursor.execute(_COMPARE_BINS)
        return {
            content_id: Difference(variant_id, location_id, f"bin {code}", int(stored), int(proved))
            for content_id, variant_id, location_id, code, stored, proved in cursor.fetchall()
        }


def _repair_bins(differences: Mapping[int, Difference], *, actor: Actor, at: dt.datetime) -> None:
    for content_id, row in differences.items():
        if row.proved < 0:
            continue
        with transaction.atomic():
            same = BinContent.objects.filter(pk=content_id, quantity=row.stored)
            if same.update(quantity=row.proved):
                audit.record(
                    actor=actor,
                    action="inventory.recounted",
                    record="inventory.level",
                    record_id=f"{row.variant_id}:{row.location_id}",
                    at=at,
                    before={row.counter: row.stored},
                    after={row.counter: row.proved},
                    reason=say("Corrected by a recount"),
                )


def _differences() -> list[Difference]:
    found = []
    with connection.cursor() as cursor:
        cursor.execute(_COMPARE)
        for variant_id, location_id, *pairs, promised in cursor.fetchall():
            for index, name in enumerate(CHECKED):
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
        counters = [row for row in group if row.counter in CHECKED]
        left += [row for row in group if row.counter not in CHECKED]
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
                    reason=say("Corrected by a recount"),
                )
        except IntegrityError:
            left += counters
    return left
