"""Custom fields on every record and list of the back office: one section, one form, columns and filters.

A record page has them by the name it has in the trail; a list says in `custom_record` of what its rows are.
Whoever could open a record may edit its fields with the right to write it: the form is addressed by a signed
name, as comments are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import InvalidOperation
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core import signing
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from storecrew.contexts.fields import public as fields
from storecrew.contexts.fields.models import Value
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Invalid
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.columns import Column
from storecrew.surfaces.ui.backoffice.filters import YES_NO, Filter, FilterState, Kind

SALT = "storecrew.backoffice.custom_fields"
AGE = 7 * 24 * 3600
WRITERS = ("catalog.write", "orders.write", "customers.write")
Values = dict[str, fields.Filled]


@dataclass(frozen=True)
class Section:
    """What a record page shows of custom fields; `edit_url` is empty for people who may not write."""

    rows: Sequence[fields.Filled]
    edit_url: str


def locale() -> str:
    """Return the reader's language."""
    return get_language() or "en"


def section(request: HttpRequest, record: str, record_id: str | int, title: str) -> Section | None:
    """Return the custom fields of a record; None where there are none, or not for this person."""
    kind = fields.RECORDS.get(record)
    actor = request_actor(request)
    if kind is None or not actor.can(kind.read):
        return None
    rows = fields.form_of(record, int(record_id), locale=locale())
    if not rows:
        return None
    if not actor.can(kind.write):
        return Section(rows, "")
    token = signing.dumps([record, int(record_id), request.get_full_path(), title], salt=SALT)
    return Section(rows, f"{reverse('custom_fields_edit')}?of={token}")


class ValuesForm(forms.Form):
    """One input for each field of a record."""

    def __init__(self, rows: Sequence[fields.Filled], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in rows:
            self.fields[row.field.spec.key] = _input(row)

    def take(self, refused: fields.InvalidValues) -> None:
        """Show what was refused beside its field."""
        for key, words in refused.details["fields"].items():
            self.add_error(key if key in self.fields else None, words)


def _input(row: fields.Filled) -> forms.Field:
    spec = row.field.spec
    value = row.value
    common: dict[str, Any] = {
        "label": row.field.label(locale()),
        "help_text": conditional_escape(spec.help),
        "required": spec.required,
        "initial": "" if value is None else value,
    }
    if spec.kind == "boolean":
        common["initial"] = "" if value is None else ("1" if value else "0")
        return forms.ChoiceField(choices=[("", "–"), *YES_NO], **common)
    if spec.kind == "choice":
        choices = [(each.value, fields.words(each.labels, locale()) or each.value) for each in spec.choices]
        return forms.ChoiceField(choices=[("", "–"), *choices], **common)
    # The operation judges what was typed, for programs and people alike; the inputs only help.
    widgets: dict[str, forms.Widget] = {
        "date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        "number": forms.TextInput(attrs={"inputmode": "decimal"}),
        "url": forms.URLInput(),
    }
    return forms.CharField(max_length=500, widget=widgets.get(spec.kind), **common)


@workspace_page(permission=WRITERS)
def edit(request: HttpRequest) -> HttpResponse:
    """Edit the custom fields of the record that the signed name tells, then go back to it."""
    record, record_id, back, title = _named(request.GET.get("of", ""))
    actor = request_actor(request)
    actor.require(fields.RECORDS[record].write)
    form = ValuesForm(fields.form_of(record, record_id, locale=locale()), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            fields.set_values(record, record_id, form.cleaned_data, actor=actor, at=clock.now())
        except fields.InvalidValues as refused:
            form.take(refused)
        else:
            messages.success(request, _("Saved."))
            return redirect(back)
    return render_form(request, form, title=_("Custom fields"), intro=title, back_url=back, back_label=title)


def _named(token: str) -> tuple[str, int, str, str]:
    try:
        record, record_id, back, title = signing.loads(token, salt=SALT, max_age=AGE)
    except (signing.BadSignature, ValueError) as error:
        raise Invalid(
            _("This page is too old to edit from."), next_step=_("Open the record anew, then try again.")
        ) from error
    return str(record), int(record_id), str(back), str(title)


class OfList:
    """The custom fields of a list: more columns and filters, and the values of the rows that are shown."""

    def __init__(self, record: str, row_id: Callable[[Any], Any], actor: Actor) -> None:
        kind = fields.RECORDS.get(record)
        self._record, self._row_id = record, row_id
        self._fields = fields.fields_of(record) if kind is not None and actor.can(kind.read) else ()
        self._values: dict[int, Values] = {}

    def columns(self) -> list[Column]:
        """Return a column for each field, at first not shown."""
        return [
            Column(_key(one), one.label(locale()), self._reader(one), default=False) for one in self._fields
        ]

    def filters(self) -> list[Filter]:
        """Return a filter for each field that may be filtered by."""
        return [_filter(one) for one in self._fields if one.spec.filterable]

    def load(self, rows: list[Any]) -> list[Any]:
        """Read the values of a page of rows; two queries, none without fields."""
        if self._fields:
            ids = [self._row_id(row) for row in rows]
            self._values = fields.values_of(self._record, ids, locale=locale())
        return rows

    def _reader(self, one: fields.FieldFacts) -> Callable[[Any], Any]:
        def read(row: Any) -> Any:
            found = self._values.get(self._row_id(row), {}).get(one.spec.key)
            return found.shown if found else ""

        return read


_COLUMNS = {"text": "text", "url": "text", "choice": "text", "number": "number", "date": "day"}
_INNER: dict[str, Kind] = {
    "text": "text",
    "url": "text",
    "choice": "choice",
    "number": "money",
    "date": "date",
}


def _key(one: fields.FieldFacts) -> str:
    return f"x_{one.spec.key}"


def _filter(one: fields.FieldFacts) -> Filter:
    spec = one.spec
    choices: Any = ()
    kind = cast("Kind", "text" if spec.kind == "url" else spec.kind)
    if spec.kind == "choice":
        choices = [(each.value, fields.words(each.labels, locale()) or each.value) for each in spec.choices]

    def narrow(rows: QuerySet[Any], op: str, values: list[str]) -> QuerySet[Any]:
        mine = Value.objects.filter(field_id=one.id)
        if op == "empty":
            return rows.exclude(pk__in=mine.values("record_id"))
        try:
            matching = _matching(mine, spec.kind, op, values).values("record_id")
        except (ValueError, InvalidOperation, OverflowError):
            return rows.none()
        return rows.exclude(pk__in=matching) if op == "not" else rows.filter(pk__in=matching)

    return Filter(_key(one), one.label(locale()), kind, choices=choices, apply=narrow)


def _matching(values: QuerySet[Value], kind: str, op: str, typed: list[str]) -> QuerySet[Value]:
    if kind == "boolean":
        return values.filter(number=fields.SCALE if typed[0] == "1" else 0)
    # Numbers are stored as money is, in whole units of the fourth place.
    inner = Filter("value", "", _INNER[kind], _COLUMNS[kind], minor_units=4)
    return FilterState(inner, "in" if op == "not" else op, typed).narrow(values)
