"""A change of the timeline opens the record's form with what was before it.

Only the fields of that change are filled; the rest is as it is now. Saving goes the form's own way, with the
version of now, so that a change that is taken back is a change like any other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.functional import Promise

from storecrew.kernel import audit
from storecrew.kernel.audit.models import AuditEntry
from storecrew.kernel.errors import NotFound
from storecrew.surfaces.ui.backoffice.access import request_actor
from storecrew.surfaces.ui.backoffice.three_way import as_posted, chosen, label_of, texts
from storecrew.surfaces.ui.backoffice.words import action_words, actor_words, field_words

PARAMETER = "before"
Sides = tuple[Mapping[str, Any], Mapping[str, Any]]
AROUND, MOST = 40, 300
GONE: Any = object()
"""What was before, where something that it names is no longer there: half of it is not offered."""


@dataclass(frozen=True)
class Row:
    """One field that differs: as it was, which the form holds, and as it is stored now."""

    anchor: str
    label: str
    then: str
    now: str


@dataclass(frozen=True)
class Earlier:
    """What was before one change: values for the form, how they differ from now, and what has no field."""

    at: dt.datetime
    who: str
    what: str
    values: Mapping[str, Any]
    rows: list[Row]
    left: list[str]


@dataclass(frozen=True)
class Beside:
    """What a page holds beside the fields of its form, such as the rows of a table: where, as it is stored
    now, and how it is said."""

    anchor: str
    label: str | Promise
    now: Any
    words: Callable[[Any], str]


def earlier_url(edit_url: str, entry: AuditEntry) -> str:
    """Return the address of a form that opens with what was before a change; "" where there is none."""
    return f"{edit_url}?{PARAMETER}={entry.pk}" if edit_url and entry.before is not None else ""


def earlier(
    request: HttpRequest,
    form: forms.Form,
    name: tuple[str, str | int],
    actions: Collection[str],
    sides: Callable[[AuditEntry], Sides],
    beside: Mapping[str, Beside] | None = None,
) -> Earlier | None:
    """Return what was before the change that the address names; None when a form is opened as usual.

    `form` shows what is stored now, `name` is the record's in the trail. `sides` returns what a change found
    and what it left behind, by field; `beside` has what stands on the page beside the form, likewise.
    Raises NotFound for a change of another record or kind, or of none.
    """
    asked = request.GET.get(PARAMETER, "")
    if not asked or request.method == "POST":
        return None
    request_actor(request).require("work.read")
    known = asked.isascii() and asked.isdigit() and len(asked) < 19
    entry = audit.entry_of(*name, int(asked)) if known else None
    if entry is None or entry.action not in actions or entry.before is None:
        raise NotFound()
    found, became = sides(entry)
    values: dict[str, Any] = {}
    rows, left = [], []
    for key in dict.fromkeys((*found, *became)):
        then, field, part = found.get(key), form.fields.get(key), (beside or {}).get(key)
        if texts(then) == texts(became.get(key)):
            continue
        if part is not None and then is not GONE:
            anchor, label = part.anchor, str(part.label)
            words = part.words(then), part.words(part.now)
        elif field is None or field.disabled or not _holds(field, then):
            left.append(_label(key, field))
            continue
        else:
            anchor, label = form[key].auto_id, label_of(key, field)
            words = _words(field, then), _words(field, form.get_initial_for_field(field, key))
        if words[0] != words[1]:
            values[key] = then
            rows.append(Row(anchor, label, *_apart(*words)))
    what = action_words(entry.action)
    return Earlier(entry.at, actor_words(entry.actor_label), what, values, rows, left)


def fill(form: forms.Form, found: Earlier | None) -> None:
    """Let a form that shows what is stored open with what was before, and say so above its fields."""
    if found is not None:
        form.initial = {**form.initial, **found.values}
        form.earlier = found  # type: ignore[attr-defined]


def _label(key: str, field: forms.Field | None) -> str:
    if field is not None:
        return label_of(key, field)
    return field_words(key.removeprefix("attr-"))


def _plain(field: forms.Field, value: Any) -> list[str]:
    """Return a value as the page posts it; a text with an editor as its HTML."""
    if hasattr(field.widget, "converter"):
        return [str(value)] if value else []
    return as_posted(field, field.prepare_value(value))


def _words(field: forms.Field, value: Any) -> str:
    return chosen(field, _plain(field, value))


def _holds(field: forms.Field, value: Any) -> bool:
    """Say whether a field can hold a value: a choice that is still offered; other fields hold any."""
    if value is GONE:
        return False
    offered = getattr(field, "choices", None)
    if offered is None:
        return True
    keys = set()
    for key, label in offered:
        inner = label if isinstance(label, list | tuple) else [(key, label)]
        keys |= {str(one) for one, _label in inner}
    return keys.issuperset(_plain(field, value))


def _apart(then: str, now: str) -> tuple[str, str]:
    """Return two texts from shortly before they begin to differ, so that the difference is seen."""
    same = next((at for at, (one, two) in enumerate(zip(then, now, strict=False)) if one != two), None)
    start = min(len(then), len(now)) if same is None else same
    start = start - AROUND if max(len(then), len(now)) > MOST and start > AROUND else 0
    cut = [("…" if start else "") + text[start : start + MOST] for text in (then, now)]
    return cut[0], cut[1]
