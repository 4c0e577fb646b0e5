"""Custom fields of a batch: compared with what is stored, written, remembered for undo."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.fields import public as fields
from storecrew.contexts.imports.facts import Problem
from storecrew.contexts.imports.operations.recognize import Known
from storecrew.kernel.actor import Actor

PRODUCT, VARIANT = "catalog.product", "catalog.variant"
COLUMNS = {PRODUCT: "field", VARIANT: "variant_field"}
CODES = {"unknown": "field_unknown", "needed": "field_needed"}


@dataclass
class TakenFields:
    """What changed, by the first row of the product; ``before`` is for undo."""

    changes: dict[int, list[tuple[str, Any, Any]]] = field(default_factory=lambda: defaultdict(list))
    warnings: dict[int, list[Problem]] = field(default_factory=lambda: defaultdict(list))
    before: dict[str, list[Any]] = field(default_factory=lambda: {"fields": []})


@dataclass(frozen=True, slots=True)
class _Owner:
    row: int
    """Of the product."""
    line: int
    sku: str
    record_id: int | None
    """None for one that a preview would make."""
    values: Mapping[str, str]


def take_fields(
    taken: Sequence[tuple[Known, catalog.RowResult]], actor: Actor, at: dt.datetime, *, dry_run: bool
) -> TakenFields:
    """Write the custom fields that a batch names (or only compare) and say what changed."""
    owners: dict[str, list[_Owner]] = {PRODUCT: [], VARIANT: []}
    for item, result in taken:
        draft = item.draft
        if draft.custom:
            owners[PRODUCT].append(_Owner(draft.row, draft.row, "", result.product_id, draft.custom))
        owners[VARIANT] += [
            _Owner(draft.row, each.row, each.sku, result.variant_ids.get(each.sku), each.custom)
            for each in draft.variants
            if each.custom
        ]
    found = TakenFields()
    for record, rows in owners.items():
        if rows:
            values = [(each.record_id, each.values) for each in rows]
            results = fields.take_values(record, values, actor=actor, at=at, dry_run=dry_run)
            for owner, came_of_it in zip(rows, results, strict=True):
                _note(found, record, owner, came_of_it)
    return found


def _note(found: TakenFields, record: str, owner: _Owner, result: fields.Taken) -> None:
    for key, old, new in result.changes:
        name = f"{COLUMNS[record]}:{key}"
        found.changes[owner.row].append((f"{owner.sku}/{name}" if owner.sku else name, old, new))
        found.before["fields"].append([record, owner.record_id, key, old, new])
    for key, why in result.problems.items():
        value = owner.values[key] if why not in CODES else key
        if why == "unknown" and not owner.values[key]:
            continue
        found.warnings[owner.row].append(
            Problem(
                CODES.get(why, "field_value"), owner.line, f"{COLUMNS[record]}:{key}", value[:200],
                sku=owner.sku, params={"reason": why},
            )
        )  # fmt: skip


def restore_fields(entries: Sequence[Sequence[Any]], actor: Actor, at: dt.datetime) -> list[tuple[str, str]]:
    """Restore custom fields that are still what the import made them; returns (title or SKU, what stayed)."""
    kept: list[tuple[str, str]] = []
    for record, column in COLUMNS.items():
        own = [entry for entry in entries if entry[0] == record]
        ids = {int(entry[1]) for entry in own}
        names = _names(record, ids)
        stored = fields.values_of(record, names)
        rows: dict[int, dict[str, object]] = defaultdict(dict)
        for _record, record_id, key, old, new in own:
            if record_id not in names:
                continue
            current = stored.get(record_id, {}).get(key)
            if (current.value if current else None) == new:
                rows[record_id][key] = "" if old is None else old
            else:
                kept.append((names[record_id], f"{column}:{key}"))
        results = fields.take_values(record, list(rows.items()), actor=actor, at=at) if rows else []
        for record_id, result in zip(rows, results, strict=True):
            kept += [(names[record_id], f"{column}:{key}") for key in result.problems]
    return kept


def _names(record: str, ids: set[int]) -> dict[int, str]:
    """Return what the records that still exist are called."""
    if record == VARIANT:
        return {key: facts.sku for key, facts in catalog.variants(sorted(ids)).items()}
    return dict(catalog.product_slugs(sorted(ids)))
