"""Making, changing and deleting fields."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from storecrew.contexts.fields.errors import FieldChanged, FieldHasValues, InvalidField
from storecrew.contexts.fields.facts import FieldFacts, FieldSpec, words
from storecrew.contexts.fields.models import Field, Value
from storecrew.contexts.fields.queries.fields import count_values, facts, field
from storecrew.contexts.fields.rules.records import RECORDS
from storecrew.contexts.fields.rules.values import KEY, KINDS, LIMITED, LONGEST
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor

PERMISSION = "settings.write"
RECORD = "fields.field"


def save_field(
    spec: FieldSpec, *, field_id: int | None = None, version: int = 0, actor: Actor, at: dt.datetime
) -> FieldFacts:
    """Make a field, or change it; record, key and kind stay as they were made.

    :raises InvalidField: ``fields`` maps inputs to sentences
    :raises FieldChanged: somebody else saved it since ``version``
    """
    actor.require(PERMISSION)
    before = field(field_id) if field_id is not None else None
    if problems := _problems(spec, before):
        raise InvalidField(fields=problems)
    values: dict[str, Any] = {
        "labels": {code: text.strip()[:80] for code, text in spec.labels.items() if text.strip()},
        "help": spec.help.strip()[:200],
        "required": spec.required,
        "public": spec.public,
        "filterable": spec.filterable,
        "choices": [{"value": each.value, "labels": dict(each.labels)} for each in spec.choices],
        "least": spec.least,
        "most": spec.most,
        "position": spec.position,
    }
    with transaction.atomic():
        row = _insert(spec, values, at) if before is None else _update(before, version, values)
        audit.record(
            actor=actor,
            action="fields.custom_field_saved",
            record=RECORD,
            record_id=row.pk,
            at=at,
            before=_told(before.spec) if before else None,
            after=_told(facts(row).spec),
        )
    return facts(row)


def delete_field(field_id: int, *, values: int = 0, actor: Actor, at: dt.datetime) -> None:
    """Delete a field for good, with as many values as whoever confirmed it saw.

    :raises FieldHasValues: records have values, and ``values`` is not their number
    """
    actor.require(PERMISSION)
    known = field(field_id)
    with transaction.atomic():
        present = count_values(field_id)
        if present != values:
            raise FieldHasValues(values=present)
        Field.objects.filter(pk=field_id).delete()
        audit.record(
            actor=actor,
            action="fields.custom_field_deleted",
            record=RECORD,
            record_id=field_id,
            at=at,
            before={**_told(known.spec), "values": present},
        )


def _insert(spec: FieldSpec, values: dict[str, Any], at: dt.datetime) -> Field:
    try:
        with transaction.atomic():
            return Field.objects.create(
                record=spec.record, key=spec.key, kind=spec.kind, created_at=at, **values
            )
    except IntegrityError as error:
        raise InvalidField(fields={"key": _("Another field has this key.")}) from error


def _update(before: FieldFacts, version: int, values: dict[str, Any]) -> Field:
    if not Field.objects.filter(pk=before.id, version=version).update(version=version + 1, **values):
        raise FieldChanged(version=field(before.id).version)
    return Field.objects.get(pk=before.id)


def _told(spec: FieldSpec) -> dict[str, Any]:
    return {"name": words(spec.labels, "en"), "key": spec.key, "kind": spec.kind, "required": spec.required}


def _problems(spec: FieldSpec, before: FieldFacts | None) -> dict[str, str]:
    found: dict[str, str] = {}
    if spec.record not in RECORDS:
        found["record"] = _("Choose one of the list.")
    if spec.kind not in KINDS:
        found["kind"] = _("Choose one of the list.")
    if not KEY.fullmatch(spec.key):
        found["key"] = _("Two to forty small letters, digits and _, a letter first.")
    if not (spec.labels.get("en") or "").strip():
        found["label"] = _("A name is needed.")
    if before and (spec.record, spec.key, spec.kind) != (
        before.spec.record,
        before.spec.key,
        before.spec.kind,
    ):
        found["kind"] = _("What a field is of, its key and its kind stay. Make another field.")
    if spec.least is not None and spec.most is not None and spec.least > spec.most:
        found["most"] = _("The highest lies below the lowest.")
    if (spec.least is not None or spec.most is not None) and spec.kind not in LIMITED:
        found["least"] = _("Only texts and numbers have limits.")
    elif spec.kind == "text" and not ((spec.least or 0) >= 0 and 0 < (spec.most or LONGEST) <= LONGEST):
        found["most"] = _("A text has 1 to %(n)s characters.") % {"n": LONGEST}
    return found | _choice_problems(spec, before)


def _choice_problems(spec: FieldSpec, before: FieldFacts | None) -> dict[str, str]:
    values = [choice.value for choice in spec.choices]
    if spec.kind != "choice":
        return {"choices": _("Only a choice has choices.")} if values else {}
    if not values:
        return {"choices": _("Write at least one choice.")}
    if len(set(values)) != len(values) or not all(0 < len(each) <= 100 for each in values):
        return {"choices": _("Each choice stands once and has at most 100 characters.")}
    gone = {choice.value for choice in before.spec.choices} - set(values) if before else set()
    if before and gone and Value.objects.filter(field_id=before.id, text__in=sorted(gone)).exists():
        return {"choices": _("Records have a choice that you took away: %(name)s.") % {"name": min(gone)}}
    return {}
