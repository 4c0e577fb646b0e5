"""Fields and the values of records."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from storecrew.contexts.fields.errors import UnknownField
from storecrew.contexts.fields.facts import Choice, FieldFacts, FieldSpec, Filled, Stored
from storecrew.contexts.fields.models import Field, Value
from storecrew.contexts.fields.rules import values as rules


def fields_of(record: str, *, public_only: bool = False) -> tuple[FieldFacts, ...]:
    """Return the fields of a kind of record in their order; one query."""
    rows = Field.objects.filter(record=record)
    return tuple(facts(row) for row in (rows.filter(public=True) if public_only else rows))


def field(field_id: int) -> FieldFacts:
    """Return one field. Raises UnknownField."""
    row = Field.objects.filter(pk=field_id).first()
    if row is None:
        raise UnknownField(field=field_id)
    return facts(row)


def count_values(field_id: int) -> int:
    """Return how many records have a value in a field."""
    return Value.objects.filter(field_id=field_id).count()


def values_of(
    record: str, record_ids: Iterable[int], *, locale: str = "en", public_only: bool = False
) -> dict[int, dict[str, Filled]]:
    """Return what records have in their fields, by id and key; empty ones are left out; two queries."""
    known = {each.id: each for each in fields_of(record, public_only=public_only)}
    found: dict[int, dict[str, Filled]] = {}
    if known:
        for row in _rows(known, list(record_ids)):
            one = known[row["field_id"]]
            found.setdefault(row["record_id"], {})[one.spec.key] = filled(one, row, locale)
    return found


def form_of(record: str, record_id: int, *, locale: str = "en") -> tuple[Filled, ...]:
    """Return every field of a record in their order, also those without a value; two queries."""
    fields = fields_of(record)
    rows = (
        {row["field_id"]: row for row in _rows([each.id for each in fields], [record_id])} if fields else {}
    )
    return tuple(
        filled(each, rows[each.id], locale) if each.id in rows else Filled(each, each.label(locale))
        for each in fields
    )


def filled(one: FieldFacts, row: dict[str, Any], locale: str) -> Filled:
    """Return a field with a value."""
    stored = Stored(row["text"], row["number"], row["day"].isoformat() if row["day"] else "")
    plain, shown = rules.plain(one.spec, stored), rules.shown(one.spec, stored, locale)
    return Filled(one, one.label(locale), plain, shown)


def _rows(field_ids: Collection[int], record_ids: Collection[int]) -> Iterable[Any]:
    rows = Value.objects.filter(field_id__in=list(field_ids), record_id__in=record_ids)
    return rows.values("field_id", "record_id", "text", "number", "day")


def facts(row: Field) -> FieldFacts:
    """Return a field's row as facts."""
    return FieldFacts(
        row.pk,
        row.version,
        FieldSpec(
            record=row.record,
            key=row.key,
            kind=row.kind,
            labels=row.labels,
            help=row.help,
            required=row.required,
            public=row.public,
            filterable=row.filterable,
            choices=tuple(Choice(each["value"], each["labels"]) for each in row.choices),
            least=row.least,
            most=row.most,
            position=row.position,
        ),
    )
