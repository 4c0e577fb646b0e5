"""Two people edited the same record: what each changed, and whose value stays.

A form carries the values it was opened with. When the version has moved on, fields that only the other person
changed take their value, fields that only this person changed keep theirs, and for the rest this person
chooses. Nothing is lost and nothing is written before they save again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django import forms
from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext as _

SALT = "storecrew.backoffice.seen"
Values = dict[str, list[str]]


@dataclass(frozen=True)
class Difference:
    """One field in three versions; ``open`` says that the person has to choose."""

    name: str
    label: str
    base: str
    theirs: str
    yours: str
    open: bool


FormT = TypeVar("FormT", bound=forms.Form)
SEEN = "sc-seen"


def of_record(form: FormT) -> FormT:
    """Guard the form of a stored record, whose ``initial`` is what is stored now, and return it.

    A form that was opened before somebody else saved is refused with what each changed; it keeps what this
    person typed, and takes over what only the other one changed. `backoffice/parts/form.html` shows it::

        form = of_record(CampaignForm(request.POST or None, initial=campaign_initial(row)))
    """
    now = _stored(form)
    form.opened_as = sign(now)  # type: ignore[attr-defined]
    before = read(str(form.data.get(SEEN, ""))) if form.is_bound else None
    if before is None:
        return form
    data = form.data.copy()  # type: ignore[attr-defined]
    differences = []
    for name, theirs in now.items():
        key, field = form.add_prefix(name), form.fields[name]
        if data.get(f"keep-{key}") == "theirs":
            data.setlist(key, theirs)
        yours, base = _typed(form, name, data), before.get(name, theirs)
        if theirs == base or sorted(theirs) == sorted(yours):
            continue
        only_theirs = yours == base
        if only_theirs:
            data.setlist(key, theirs)
        if not field.widget.is_hidden:
            label, words = str(field.label or name), [chosen(field, each) for each in (base, theirs, yours)]
            differences.append(Difference(key, label, words[0], words[1], words[2], not only_theirs))
    if differences:
        form.data = data
        form.full_clean()
        form.add_error(None, _("Somebody else saved this while you were editing"))
        form.differences = differences  # type: ignore[attr-defined]
    elif any(f"keep-{form.add_prefix(name)}" in data for name in now):
        form.data = data
    return form


def _stored(form: forms.Form) -> Values:
    """Return what is stored, by field, in the words in which the page posts it."""
    found = {}
    for name, field in form.fields.items():
        widget = field.widget
        value = field.prepare_value(form.get_initial_for_field(field, name))
        odd = isinstance(widget, forms.MultiWidget | forms.FileInput) or hasattr(widget, "converter")
        if odd or field.disabled:
            continue
        found[name] = as_posted(field, value)
    return found


def as_posted(field: forms.Field, value: Any) -> list[str]:
    """Return a prepared value in the words in which the page posts it."""
    if isinstance(field.widget, forms.CheckboxInput):
        return ["on"] if field.widget.check_test(value) else []
    return texts(field.widget.format_value(value))


def _typed(form: forms.Form, name: str, data: QueryDict) -> list[str]:
    key = form.add_prefix(name)
    if isinstance(form.fields[name].widget, forms.CheckboxInput):
        return ["on"] if data.get(key) else []
    return texts(data.getlist(key))


def chosen(field: forms.Field, values: list[str]) -> str:
    """Return values in words: what was chosen by its label."""
    if isinstance(field.widget, forms.CheckboxInput):
        return _("yes") if values else _("no")
    labels: dict[str, str] = {}
    for value, label in getattr(field, "choices", ()):
        inner = label if isinstance(label, list | tuple) else [(value, label)]
        labels |= {str(key): str(text) for key, text in inner}
    return _words([labels.get(value, value) for value in values])


def shown(form: forms.Form, values: Mapping[str, Any]) -> Values:
    """Return values by field as a form posts them."""
    return {name: texts(values.get(name)) for name in form.fields}


def sign(values: Values) -> str:
    """Return the values as a text for a hidden field, which nobody can forge."""
    return signing.dumps(values, salt=SALT, compress=True)


def read(token: str) -> Values | None:
    """Return the values of such a text, or None when it is not ours."""
    try:
        values = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return dict(values)


def choose(data: QueryDict, form_fields: Mapping[str, Any]) -> QueryDict:
    """Return what was posted, with the other person's value where the person asked for it."""
    chosen = data.copy()
    seen = read(data.get("seen", "")) or {}
    for name in form_fields:
        if data.get(f"keep-{name}") == "theirs" and name in seen:
            chosen.setlist(name, seen[name])
    return chosen


def merge(form: forms.Form, data: QueryDict, current: Values) -> tuple[QueryDict, list[Difference]]:
    """Return the post with the other person's own changes in it, and all fields on which there is news."""
    base = read(data.get("seen", "")) or current
    merged, differences = data.copy(), []
    for name, field in form.fields.items():
        yours, theirs, before = _posted(data, name), current.get(name, []), base.get(name, [])
        if theirs in (yours, before):
            continue
        only_theirs = yours == before
        if only_theirs:
            merged.setlist(name, theirs)
        differences.append(
            Difference(
                name, label_of(name, field), _words(before), _words(theirs), _words(yours), not only_theirs
            )
        )
    return merged, differences


def label_of(name: str, field: forms.Field) -> str:
    """Return the label of a field, with its language where a form has the field once per language.

    A label that names its language itself, such as "Name (Korean)", stays as it is.
    """
    label = str(field.label or name)
    if "-" not in name or name.startswith("attr-") or label.endswith(")"):
        return label
    return f"{label} ({name.partition('-')[0]})"


def _posted(data: QueryDict, name: str) -> list[str]:
    return texts(data.getlist(name))


def texts(value: Any) -> list[str]:
    """Return a value as the texts that a form would post, the empty ones left out."""
    values = value if isinstance(value, list | tuple) else [value]
    found = ["" if item is None else str(item).replace("\r\n", "\n").strip() for item in values]
    return [text for text in found if text]


def _words(values: list[str]) -> str:
    return ", ".join(values)
