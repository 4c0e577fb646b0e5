"""Writing the values of a record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from storecrew.contexts.fields.errors import InvalidValues, UnknownField
from storecrew.contexts.fields.facts import FieldFacts, Filled, Stored
from storecrew.contexts.fields.models import Value
from storecrew.contexts.fields.queries.fields import fields_of, form_of
from storecrew.contexts.fields.rules import values as rules
from storecrew.contexts.fields.rules.records import RECORDS
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor


def set_values(
    record: str, record_id: int, values: Mapping[str, object], *, actor: Actor, at: dt.datetime
) -> tuple[Filled, ...]:
    """Write some fields of a record; those that are not named stay, an empty value takes it away.

    The caller has made sure that the record exists and may be seen. Returns every field afterwards.

    :raises InvalidValues: ``fields`` maps keys to sentences: no such field, a value that does not fit, or a
        required field without one
    """
    if record not in RECORDS:
        raise UnknownField(record=record)
    actor.require(RECORDS[record].write)
    with transaction.atomic():
        fields = {each.spec.key: each for each in fields_of(record)}
        before = {each.field.spec.key: each for each in form_of(record, record_id)}
        cleaned = _cleaned(fields, before, values)
        for key, stored in cleaned.items():
            write_value(fields[key], record_id, stored)
        after = {each.field.spec.key: each for each in form_of(record, record_id)}
        _note(record, record_id, before, after, actor, at)
    return tuple(after.values())


def forget(record: str, record_ids: Iterable[int]) -> int:
    """Delete the values of records that are gone; return how many."""
    return Value.objects.filter(field__record=record, record_id__in=list(record_ids)).delete()[0]


def _cleaned(
    fields: Mapping[str, FieldFacts], before: Mapping[str, Filled], values: Mapping[str, object]
) -> dict[str, Stored | None]:
    cleaned: dict[str, Stored | None] = {}
    problems: dict[str, str] = {}
    for key, raw in values.items():
        if key not in fields:
            problems[key] = _("There is no such custom field.")
            continue
        try:
            cleaned[key] = rules.clean(fields[key].spec, raw)
        except rules.WrongValue as wrong:
            problems[key] = str(wrong)
    for key, one in fields.items():
        stays = before[key].value if key not in values else cleaned.get(key)
        if one.spec.required and stays is None and key not in problems:
            problems[key] = _("This is needed.")
    if problems:
        raise InvalidValues(fields=problems)
    return cleaned


def write_value(one: FieldFacts, record_id: int, stored: Stored | None) -> None:
    """Store a value that was cleaned, or take it away, for this context's own operations."""
    if stored is None:
        Value.objects.filter(field_id=one.id, record_id=record_id).delete()
        return
    columns = {"text": stored.text, "number": stored.number, "day": stored.day or None}
    Value.objects.update_or_create(field_id=one.id, record_id=record_id, defaults=columns)


def _note(
    record: str,
    record_id: int,
    before: Mapping[str, Filled],
    after: Mapping[str, Filled],
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Write on the record's own trail what changed; of people only which fields, since values are theirs."""
    changed = [key for key in after if after[key].value != before[key].value]
    if not changed:
        return
    old: dict[str, Any] = {key: before[key].shown for key in changed}
    new: dict[str, Any] = {key: after[key].shown for key in changed}
    personal = record in ("customers.customer", "orders.order")
    audit.record(
        actor=actor,
        action="fields.custom_fields_changed",
        record=record,
        record_id=record_id,
        at=at,
        before=None if personal else old,
        after={"fields": changed} if personal else new,
    )
