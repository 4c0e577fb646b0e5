"""Records of the back office: status and next step on top, facts left, related right, one timeline.

A surface fills a `Record` with what it read and calls `render_record`. Comments work by themselves: the
page carries a signed name of its record, so people can comment only on records whose page they could open.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language

from storecrew.contexts.work import public as work
from storecrew.kernel import audit
from storecrew.kernel.money import Money, UnknownCurrency
from storecrew.kernel.sentence import said
from storecrew.surfaces.ui.backoffice import custom_fields
from storecrew.surfaces.ui.backoffice.access import Openable, request_actor
from storecrew.surfaces.ui.backoffice.earlier import earlier_url
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.walking import Walk, walk
from storecrew.surfaces.ui.backoffice.words import (
    action_words,
    actor_words,
    field_words,
    reason_words,
    stored_words,
)

Text = str | Promise
SALT = "storecrew.backoffice.record"
LONG = 6
"""From so many sections on, a record says at its top what it has."""


@dataclass(frozen=True)
class Fact:
    """One fact of a record.

    `why` says what it means, beside it; with a `why_url` it leads to what explains it: a rule, who moved it.
    """

    label: Text
    value: Any
    kind: str = "text"
    url: str = ""
    why_url: str = ""
    why: Text = ""


@dataclass(frozen=True)
class FactGroup:
    """Facts that belong together."""

    title: Text
    facts: Sequence[Fact] = ()


@dataclass(frozen=True)
class Table:
    """Lines of a record (order lines, prices, stock per location); cells are values or `Status`."""

    title: Text
    headers: Sequence[Text]
    rows: Sequence[Sequence[Any]]
    empty: Text = ""
    kinds: Sequence[str] = ()
    row_urls: Sequence[str] = ()
    anchor: str = ""
    # A line below the title: what the heading has no room for.
    note: Text = ""

    def all_kinds(self) -> list[str]:
        """Return the kind of each column."""
        return list(self.kinds) + ["text"] * (len(self.headers) - len(self.kinds))

    def heads(self) -> list[tuple[Text, str]]:
        """Return (header, kind) for each column: a header stands over its values."""
        return list(zip(self.headers, self.all_kinds(), strict=True))

    def filled(self) -> list[tuple[str, list[tuple[Text, str, Any]]]]:
        """Return (address, [(header, kind, value)]) for each row, for the template."""
        kinds = self.all_kinds()
        urls = list(self.row_urls) + [""] * (len(self.rows) - len(self.row_urls))
        return [
            (url, list(zip(self.headers, kinds, row, strict=True)))
            for url, row in zip(urls, self.rows, strict=True)
        ]


@dataclass(frozen=True)
class Picture:
    """A picture of a record, shown small and opened large; `text` says what it shows, `note` stands below."""

    url: str
    text: Text
    note: Text = ""


@dataclass(frozen=True)
class Related:
    """A box on the right: people and records that belong to this one."""

    title: Text
    facts: Sequence[Fact] = ()
    text: Text = ""


@dataclass(frozen=True)
class Action:
    """A button of a record. Actions that change something are `post`; `confirm` asks first."""

    label: Text
    url: str
    post: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)
    tone: str = ""
    confirm: Text = ""


@dataclass(frozen=True)
class TimelineEntry:
    """One thing that happened: a change, a comment or a message sent."""

    at: dt.datetime
    who: str
    what: Text
    body: str = ""
    kind: str = "change"
    changes: Sequence[tuple[str, Any, Any]] = ()
    earlier_url: str = ""


@dataclass(frozen=True)
class Record:
    """Everything a record page shows; `walk` is put in when it was opened from a list.

    `record` and `record_id` name the row in the audit trail ("orders.order", 7). `hidden_fields` are left
    out of the timeline for people who may not see them (AUT-05). `messages` are entries of other kinds,
    such as mails sent, that belong into the timeline. `edit_url` is the form that opens with what was before
    one of the changes `edit_actions` (see `earlier.py`), for those who may edit the record as it stands.
    """

    title: Text
    record: str
    record_id: str | int
    subtitle: Text = ""
    status: Sequence[Status] = ()
    next_step: Text = ""
    next_action: Action | None = None
    actions: Sequence[Action] = ()
    groups: Sequence[FactGroup] = ()
    tables: Sequence[Table] = ()
    pictures: Sequence[Picture] = ()
    related: Sequence[Related] = ()
    back_url: str = ""
    back_label: Text = ""
    walk: Walk | None = None
    messages: Sequence[TimelineEntry] = ()
    hidden_fields: Collection[str] = ()
    icon: str = "doc-full"
    timeline: bool = True
    edit_url: str = ""
    edit_actions: Collection[str] = ()

    @property
    def ordered_actions(self) -> list[Action]:
        """Return what to do most likely first, and what ends something last."""
        return sorted(self.actions, key=lambda action: {"strong": 0, "danger": 2}.get(action.tone, 1))

    @property
    def filled_tables(self) -> list[Table]:
        """Return the tables that have rows, each with the name to jump to."""
        first = len(self.groups) + 1
        return [
            replace(table, anchor=f"part-{place}")
            for place, table in enumerate((each for each in self.tables if each.rows), start=first)
        ]

    @property
    def empty_tables(self) -> list[Table]:
        """Return the tables that have nothing to show yet: one line each is enough."""
        return [table for table in self.tables if not table.rows]

    @property
    def parts(self) -> list[tuple[str, Text]]:
        """Return (anchor, title) of the sections of a record that is long; nothing of a short one."""
        titles = [group.title for group in self.groups] + [table.title for table in self.filled_tables]
        if len(titles) < LONG:
            return []
        return [(f"part-{place}", title) for place, title in enumerate(titles, start=1)]


def render_record(
    request: HttpRequest,
    record: Record,
    *,
    template: str = "backoffice/record.html",
    context: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the page of a record; two queries for the timeline, whatever its length."""
    actor = request_actor(request)
    record = _for_reader(replace(record, walk=walk(request)), Openable(actor))
    values = {
        "record": record,
        "header_title": record.title,
        "custom": custom_fields.section(request, record.record, record.record_id, str(record.title)),
        "back_url": record.walk.back_url if record.walk else record.back_url,
        **history(request, record),
        **(context or {}),
    }
    return render(request, template, values, status=status)


def history(request: HttpRequest, record: Record) -> dict[str, Any]:
    """Return what `backoffice/parts/timeline.html` shows: of a record, or of one that is only a form."""
    actor = request_actor(request)
    return {
        "timeline": timeline(record) if record.timeline and actor.can("work.read") else [],
        "may_comment": record.timeline and actor.can("work.write"),
        "comment_token": signing.dumps([record.record, str(record.record_id)], salt=SALT),
    }


def _for_reader(record: Record, openable: Openable) -> Record:
    """Leave out where the reader may not go: what is there is still named."""

    def facts(known: Sequence[Fact]) -> list[Fact]:
        return [replace(one, url=openable(one.url), why_url=openable(one.why_url)) for one in known]

    return replace(
        record,
        groups=[replace(group, facts=facts(group.facts)) for group in record.groups],
        tables=[
            replace(table, row_urls=[openable(url) for url in table.row_urls]) for table in record.tables
        ],
        related=[replace(box, facts=facts(box.facts)) for box in record.related],
    )


MONEY = ("amount", "budget", "cost", "spend_min", "spend_max")
"""How fields end that hold money, in minor units of the currency beside them."""


def timeline(record: Record) -> list[TimelineEntry]:
    """Return comments, changes and messages of a record, newest first."""
    entries = [
        TimelineEntry(comment.at, comment.author_label, "", comment.body, "comment")
        for comment in work.comments_for(record.record, record.record_id)
    ]
    entries += [
        TimelineEntry(
            entry.at,
            actor_words(entry.actor_label),
            action_words(entry.action),
            said(entry.words, reason_words(entry.reason)),
            "change",
            changes(entry.before, entry.after, record.hidden_fields),
            earlier_url(record.edit_url, entry) if entry.action in record.edit_actions else "",
        )
        for entry in audit.entries_for(record.record, record.record_id, limit=100)
    ]
    entries += [replace(one, who=actor_words(one.who)) for one in record.messages]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def changes(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, hidden: Collection[str] = ()
) -> list[tuple[str, Any, Any]]:
    """Return (field, old, new) of what differs; a missing side is None."""
    old, new = before or {}, after or {}
    keys = [
        key
        for key in {**old, **new}
        if key not in hidden and (old.get(key) or None) != (new.get(key) or None)
    ]
    return [(field_words(key), readable(key, old), readable(key, new)) for key in keys]


def readable(key: str, values: Mapping[str, Any]) -> Any:
    """Return a value of the trail; an amount whose currency stands beside it as money, not as minor units."""
    value, currency = values.get(key), values.get("currency")
    if key.endswith(MONEY) and type(value) is int and isinstance(currency, str):
        with suppress(UnknownCurrency):
            return Money(value, currency).format(get_language() or "en")
    return stored_words(key, value)


def read_token(token: str) -> tuple[str, str]:
    """Return (record, record id) of a signed name; raises signing.BadSignature for a forged one."""
    record, record_id = signing.loads(token, salt=SALT, max_age=7 * 24 * 3600)
    return str(record), str(record_id)
