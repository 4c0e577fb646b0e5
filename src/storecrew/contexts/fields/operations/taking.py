"""Writing values of many records, as a file brings them: what fits is written, what does not is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction

from storecrew.contexts.fields.errors import UnknownField
from storecrew.contexts.fields.facts import FieldFacts, Filled, Plain, Stored, Taken
from storecrew.contexts.fields.operations.filling import write_value
from storecrew.contexts.fields.queries.fields import fields_of, values_of
from storecrew.contexts.fields.rules import values as rules
from storecrew.contexts.fields.rules.records import RECORDS
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor

UNKNOWN, NEEDED = "unknown", "needed"


def take_values(
    record: str,
    rows: Sequence[tuple[int | None, Mapping[str, object]]],
    *,
    actor: Actor,
    at: dt.datetime,
    dry_run: bool = False,
) -> list[Taken]:
    """Write the fields that each row (record id, values by key) names; return what came of each, in order.

    An empty value takes one away, unless the field is required. A value that does not fit stays out and is a
    problem of its row; the others are written. A row without an id is only judged, as all are
    with ``dry_run``.
    A fixed number of reads.

    :raises UnknownField: such records have no fields
    """
    if record not in RECORDS:
        raise UnknownField(record=record)
    actor.require("catalog.import" if _by_file(record, actor) else RECORDS[record].write)
    known = {each.spec.key: each for each in fields_of(record)}
    stored = values_of(record, [row_id for row_id, _values in rows if row_id is not None])
    with transaction.atomic():
        return [
            _take(record, row_id, values, known, stored.get(row_id or 0, {}), actor, at, dry_run=dry_run)
            for row_id, values in rows
        ]


def _by_file(record: str, actor: Actor) -> bool:
    """Say whether the actor may bring goods in by files, custom fields with them."""
    return record.startswith("catalog.") and actor.can("catalog.import")


def _take(
    record: str,
    row_id: int | None,
    values: Mapping[str, object],
    known: Mapping[str, FieldFacts],
    before: Mapping[str, Filled],
    actor: Actor,
    at: dt.datetime,
    *,
    dry_run: bool,
) -> Taken:
    changes: list[tuple[str, Plain | None, Plain | None]] = []
    problems: dict[str, str] = {}
    for key, raw in values.items():
        if key not in known:
            problems[key] = UNKNOWN
            continue
        old = before[key].value if key in before else None
        try:
            new = _clean(known[key], raw, old)
        except rules.WrongValue as wrong:
            problems[key] = str(wrong)
            continue
        plain = rules.plain(known[key].spec, new) if new else None
        if plain == old:
            continue
        changes.append((key, old, plain))
        if row_id is not None and not dry_run:
            write_value(known[key], row_id, new)
    if changes and row_id is not None and not dry_run:
        audit.record(
            actor=actor, action="fields.custom_fields_changed", record=record, record_id=row_id, at=at,
            before={key: old for key, old, _new in changes}, after={key: new for key, _old, new in changes},
        )  # fmt: skip
    return Taken(tuple(changes), problems)


def _clean(one: FieldFacts, raw: object, old: Plain | None) -> Stored | None:
    """Return a value as it is stored. Raises WrongValue, with ``needed`` for an emptied required one."""
    new = rules.clean(one.spec, raw)
    if new is None and one.spec.required and old is not None:
        raise rules.WrongValue(NEEDED)
    return new
