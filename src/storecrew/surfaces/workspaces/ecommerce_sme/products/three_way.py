"""Two people edited the same record: what each changed, and whose value stays.

A form carries the values it was opened with. When the version has moved on, fields that only the other person
changed take their value, fields that only this person changed keep theirs, and for the rest this person
chooses. Nothing is lost and nothing is written before they save again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core import signing
from django.http import QueryDict

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


def shown(form: forms.Form, values: Mapping[str, Any]) -> Values:
    """Return values by field as a form posts them."""
    return {name: _texts(values.get(name)) for name in form.fields}


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
        label = str(field.label or name)
        if "-" in name and not name.startswith("attr-"):
            label = f"{label} ({name.split('-')[0]})"
        differences.append(
            Difference(name, label, _words(before), _words(theirs), _words(yours), not only_theirs)
        )
    return merged, differences


def _posted(data: QueryDict, name: str) -> list[str]:
    return _texts(data.getlist(name))


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list | tuple) else [value]
    texts = ["" if item is None else str(item).replace("\r\n", "\n").strip() for item in values]
    return [text for text in texts if text]


def _words(values: list[str]) -> str:
    return ", ".join(values)
