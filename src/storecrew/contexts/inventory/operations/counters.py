"""The one writer of stock levels and of the ledger.

Every change is one conditional statement over all rows, in primary-key order, with a row-count check;
the CHECK constraints stand behind it. The ledger lines are written in the same transaction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import connection

from storecrew.contexts.inventory.errors import CodesAreTheStock
from storecrew.contexts.inventory.models import Location, StockLevel, StockMovement
from storecrew.contexts.inventory.operations import contents, rows
from storecrew.contexts.inventory.operations.announcing import announce
from storecrew.contexts.inventory.queries.article_codes import pooled
from storecrew.kernel.actor import Actor
from storecrew.kernel.rows import insert

COUNTERS = ("on_hand", "allocated", "reserved", "safety", "quality_hold", "quarantine", "damaged")

Key = rows.Key
Refused = rows.Refused
actor_name = rows.actor_name
lock = rows.lock


class Entry(NamedTuple):
    """One line for the ledger: a signed change of one bucket, with its cause."""

    variant_id: int
    location_id: int
    kind: str
    bucket: str
    quantity: int
    reason: str = ""
    document: str = ""
    order_id: int | None = None
    allocation_id: int | None = None


class After(NamedTuple):
    """What a level says after the change; `sellable` ignores what checkouts hold."""

    variant_id: int
    location_id: int
    sellable: int
    available: int
    threshold: int


def post(
    entries: Sequence[Entry],
    *,
    actor: Actor,
    at: dt.datetime,
    reserved: Mapping[Key, int] | None = None,
    expected_on_hand: Mapping[Key, int] | None = None,
) -> list[After]:
    """Apply ledger lines to the levels and write them, inside the caller's transaction.

    `reserved` are changes of what checkouts hold, which the ledger does not list. With
    `expected_on_hand` a level changes only if it still says that. Units that leave although all that is
    on hand lies in bins are taken out of the bins. Raises Refused, after which the caller's transaction
    must be rolled back.
    """
    deltas: dict[Key, dict[str, int]] = {}
    for entry in entries:
        change = deltas.setdefault((entry.variant_id, entry.location_id), {})
        change[entry.bucket] = change.get(entry.bucket, 0) + entry.quantity
    for key, quantity in (reserved or {}).items():
        change = deltas.setdefault(key, {})
        change["reserved"] = change.get("reserved", 0) + quantity
    try:
        after = change_levels(deltas, expected_on_hand)
    except Refused as refused:
        if not _make_room(deltas, refused.keys, entries, actor=actor, at=at):
            raise
        after = change_levels(deltas, expected_on_hand)
    write_ledger(entries, actor=actor, at=at)
    announce(after, sellable_deltas(deltas), available_deltas(deltas))
    return after


def _make_room(
    deltas: Mapping[Key, Mapping[str, int]],
    keys: Sequence[Key],
    entries: Sequence[Entry],
    *,
    actor: Actor,
    at: dt.datetime,
) -> bool:
    """Empty bins of levels that lose units nobody took from a bin; return whether that can help."""
    lock(variant_id for variant_id, _ in keys)
    documents = {(entry.variant_id, entry.location_id): entry.document for entry in entries}
    helped = False
    for key in keys:
        row = StockLevel.objects.filter(variant_id=key[0], location_id=key[1]).first()
        over = row.in_bins - (row.on_hand + deltas[key].get("on_hand", 0)) if row else 0
        if 0 < over <= (row.in_bins if row else 0):
            contents.empty(key, over, document=documents.get(key, ""), actor=actor, at=at)
            helped = True
    return helped


def write_ledger(entries: Iterable[Entry], *, actor: Actor, at: dt.datetime) -> None:
    """Append lines to the ledger."""
    name = actor_name(actor)
    insert(
        [
            StockMovement(
                variant_id=entry.variant_id,
                location_id=entry.location_id,
                kind=entry.kind,
                bucket=entry.bucket,
                quantity=entry.quantity,
                reason=entry.reason[:300],
                document=entry.document[:100],
                order_id=entry.order_id,
                allocation_id=entry.allocation_id,
                actor=name,
                at=at,
            )
            for entry in entries
        ]
    )


def refuse_codes(keys: Sequence[Key]) -> None:
    """Refuse units of articles whose goods are codes outside the place of codes. Raises CodesAreTheStock."""
    pools = pooled({variant for variant, _place in keys})
    if pools:
        digital = set(Location.objects.filter(kind=Location.Kind.DIGITAL).values_list("pk", flat=True))
        wrong = sorted(variant for variant, place in keys if variant in pools and place not in digital)
        if wrong:
            raise CodesAreTheStock(variants=wrong[:100])


def ensure_levels(keys: Iterable[Key]) -> None:
    """Make the rows that do not exist yet, with all counters 0.

    :raises CodesAreTheStock: the goods of a variant are codes, and this is a place of parcels
    """
    wanted = sorted(set(keys))
    refuse_codes(wanted)
    insert(
        [StockLevel(variant_id=variant, location_id=location) for variant, location in wanted],
        once_per=("variant_id", "location_id"),
    )


def sellable_deltas(deltas: Mapping[Key, Mapping[str, int]]) -> dict[Key, int]:
    """Return by how much each level's units for sale changed, not counting holds."""
    return {
        key: change.get("on_hand", 0)
        - sum(change.get(name, 0) for name in COUNTERS[1:] if name != "reserved")
        for key, change in deltas.items()
    }


def available_deltas(deltas: Mapping[Key, Mapping[str, int]]) -> dict[Key, int]:
    """Return by how much each level's promisable units changed."""
    return {key: value - deltas[key].get("reserved", 0) for key, value in sellable_deltas(deltas).items()}


_NEW = {name: f"l.{name} + c.d_{name}" for name in COUNTERS}
_COMMITTED = " + ".join(f"({_NEW[name]})" for name in COUNTERS[1:])
_SET = ", ".join(f"{name} = {_NEW[name]}" for name in COUNTERS)
_GUARD = (
    f"{_NEW['on_hand']} >= {_COMMITTED} AND "
    + " AND ".join(f"{_NEW[name]} >= 0" for name in COUNTERS)
    + f" AND {_NEW['on_hand']} >= l.in_bins AND (c.expected < 0 OR l.on_hand = c.expected)"
)
_RETURNING = (
    "variant_id, location_id, on_hand - allocated - safety - quality_hold - quarantine - damaged, "
    "on_hand - allocated - reserved - safety - quality_hold - quarantine - damaged, low_threshold"
)
_COLUMNS = ("c_variant", "c_location", *(f"d_{name}" for name in COUNTERS), "expected")

# Rows are locked in primary-key order first, so that two orders on the same articles cannot deadlock.
_POSTGRESQL = f"""
WITH c AS MATERIALIZED (
  SELECT l.id AS level_id, v.*
  FROM unnest({", ".join(["%s::bigint[]"] * len(_COLUMNS))}) AS v({", ".join(_COLUMNS)})
  JOIN inventory_stocklevel l ON l.variant_id = v.c_variant AND l.location_id = v.c_location
  ORDER BY l.id FOR NO KEY UPDATE OF l
)
UPDATE inventory_stocklevel AS l SET {_SET} FROM c WHERE l.id = c.level_id AND {_GUARD}
RETURNING {_RETURNING.replace("variant_id", "l.variant_id").replace("location_id", "l.location_id")}
"""  # noqa: S608 - constants only


def _sqlite(rows: int) -> str:
    values = ", ".join([f"({', '.join(['%s'] * len(_COLUMNS))})"] * rows)
    return (
        f"WITH c({', '.join(_COLUMNS)}) AS (VALUES {values}) "  # noqa: S608 - placeholders only
        f"UPDATE inventory_stocklevel AS l SET {_SET} FROM c "
        f"WHERE l.variant_id = c.c_variant AND l.location_id = c.c_location AND {_GUARD} "
        f"RETURNING {_RETURNING}"
    )


def change_levels(
    deltas: Mapping[Key, Mapping[str, int]], expected_on_hand: Mapping[Key, int] | None = None
) -> list[After]:
    """Change all levels or none; raise Refused naming those that did not allow it."""
    keys = sorted(deltas)
    if not keys:
        return []
    changed: list[After] = []
    # One statement on PostgreSQL, so that all rows are taken in order; SQLite limits the parameters.
    size = len(keys) if connection.vendor == "postgresql" else 500
    for start in range(0, len(keys), size):
        part = keys[start : start + size]
        changed += _run(_rows(part, deltas, expected_on_hand or {}))
    done = {(row.variant_id, row.location_id) for row in changed}
    if len(done) < len(keys):
        back = {key: {name: -value for name, value in deltas[key].items()} for key in sorted(done)}
        if back:
            _run(_rows(list(back), back, {}))
        raise Refused(tuple(key for key in keys if key not in done))
    return changed


def _rows(
    keys: Sequence[Key], deltas: Mapping[Key, Mapping[str, int]], expected: Mapping[Key, int]
) -> list[tuple[int, ...]]:
    return [(*key, *(deltas[key].get(name, 0) for name in COUNTERS), expected.get(key, -1)) for key in keys]


def _run(rows: Sequence[tuple[int, ...]]) -> list[After]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            params: list[Any] = [list(column) for column in zip(*rows, strict=True)]
            cursor.execute(_POSTGRESQL, params)
        else:
            cursor.execute(_sqlite(len(rows)), [value for row in rows for value in row])
        return [After(*row) for row in cursor.fetchall()]
