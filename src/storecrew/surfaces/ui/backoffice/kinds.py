"""Kinds of records and what is done with them, for the palette and wherever a record is named.

A kind says once where its records are, who may see them and by what people look for them. From it the palette
finds "PO-1009", and the inbox, the alerts and the approvals write "The more, the cheaper" where they would
otherwise write "Promotion 3".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from storecrew.kernel.actor import Actor
from storecrew.surfaces.ui.backoffice.access import may_open
from storecrew.surfaces.ui.backoffice.parts import link
from storecrew.surfaces.ui.backoffice.registry import (
    Look,
    PaletteItem,
    Text,
    register_palette_source,
    register_record,
)


@dataclass(frozen=True)
class Action:
    """A page that does something."""

    label: Text
    page: str
    keywords: Text = ""

    def href(self) -> str:
        """Return the address, "" where the page is not installed."""
        return link(self.page)


ACTIONS: list[Action] = []
SHOWN = 5
# what a text finds at the least: of one letter nearly everything would be an answer
SHORTEST = 2


@dataclass(frozen=True)
class Act:
    """What people type before a record ("receive PO-1009"), the page that does it, and for which records."""

    words: tuple[str, ...]
    label: Text
    page: str
    when: Q = field(default_factory=Q)


@dataclass(frozen=True)
class Kind:
    """Records of one table.

    `record` is the name in the audit trail, `page` the name of the address, which takes the field `address`.
    `rows(actor)` returns what the actor may see, who needs the right `permission`. `title` names a record,
    `detail` stands behind it. The palette looks into `by`; with none, records are named but not found.
    """

    record: str
    label: Text
    page: str
    permission: str
    rows: Callable[[Actor], QuerySet[Any]]
    title: str = "name"
    by: tuple[str, ...] = ("name",)
    address: str = "pk"
    detail: str = ""
    acts: tuple[Act, ...] = ()
    order: int = 400

    def matching(self, actor: Actor, text: str, when: Q | None = None) -> QuerySet[Any]:
        """Return the few newest records that have a text in what they are looked for by."""
        match = Q()
        for name in self.by:
            match |= Q(**{f"{name}__icontains": text})
        return self.rows(actor).filter(match & (when or Q())).order_by("-pk")[:SHOWN]


def every(model: type[Model]) -> Callable[[Actor], QuerySet[Any]]:
    """Return all rows of a table, for records that no scope narrows."""
    return lambda _actor: model._default_manager.all()


def register_kind(kind: Kind) -> None:
    """Let records of a kind be found and named."""
    register_record(kind.record, partial(_named, kind))
    if kind.by:
        register_palette_source(partial(_found, kind), permission=kind.permission, order=kind.order)


def register_action(label: Text, page: str, *, keywords: Text = "") -> None:
    """Let the palette lead to a page that does something and needs no record, such as "New promotion".

    Offered to whoever may open the page.
    """
    ACTIONS[:] = [each for each in ACTIONS if each.page != page]
    ACTIONS.append(Action(label, page, keywords))


def _named(kind: Kind, ids: Sequence[str], look: Look) -> dict[str, PaletteItem]:
    if not look.actor.can(kind.permission):
        return {}
    rows = kind.rows(look.actor).filter(pk__in=[key for key in ids if key.isdigit()])
    return {
        str(pk): PaletteItem(title or str(kind.label), link(kind.page, address), kind.label)
        for pk, address, title in rows.values_list("pk", kind.address, kind.title)
    }


def _found(kind: Kind, text: str, look: Look) -> Iterable[PaletteItem]:
    if len(text) < SHORTEST:
        return []
    word, _space, rest = text.partition(" ")
    act = next((each for each in kind.acts if word.casefold() in each.words), None)
    if act is not None and len(rest.strip()) >= SHORTEST:
        rows = kind.matching(look.actor, rest.strip(), act.when)
        offered = [
            PaletteItem(str(act.label) % {"record": title}, link(act.page, address), _("Action"))
            for address, title in rows.values_list(kind.address, kind.title)
        ]
        return [each for each in offered if may_open(each.url, look.actor)]
    rows = kind.matching(look.actor, text)
    return [
        PaletteItem(title, link(kind.page, address), kind.label, str(detail) if kind.detail else "")
        for address, title, detail in rows.values_list(kind.address, kind.title, kind.detail or kind.title)
    ]
