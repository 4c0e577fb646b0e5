"""What surfaces add to the back office: menu entries, tiles, queues, header facts, palette sources.

Surfaces call these functions in their `backoffice.py`, which is imported at start. Nothing here knows who
calls; everything is filtered by the rights of the person who looks.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from typing import Any, Literal, TypeVar

from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy

from storecrew.kernel.actor import Actor
from storecrew.kernel.permissions import ALL_KEYS

logger = logging.getLogger(__name__)

Text = str | Promise
Answer = TypeVar("Answer")
Tone = Literal["neutral", "info", "good", "warning", "bad"]
EVERY_ROLE = "*"
MENUS_KEPT = 200


@dataclass(frozen=True)
class Look:
    """Who looks, when, and which roles they hold: what tiles, queues and sources get."""

    actor: Actor
    at: datetime
    roles: tuple[str, ...] = ()
    _known: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, key: str, read: Callable[[], Answer]) -> Answer:
        """Return what `read` finds, read once for all parts of this page that ask under the same key."""
        if key not in self._known:
            self._known[key] = read()
        return self._known[key]


@dataclass(frozen=True)
class Tile:
    """A number that matters. `value` is already written for people; `definition` explains it."""

    title: Text
    value: Text
    detail: Text = ""
    url: str = ""
    tone: Tone = "neutral"
    definition: Text = ""


@dataclass(frozen=True)
class QueueItem:
    """One piece of work: what it is, since when, and where it is done."""

    title: Text
    url: str = ""
    detail: Text = ""
    since: datetime | None = None
    tone: Tone = "neutral"


@dataclass(frozen=True)
class Queue:
    """A list of work to do, most urgent first; `total` may be larger than what is shown."""

    title: Text
    items: Sequence[QueueItem] = ()
    total: int = 0
    url: str = ""
    empty: Text = ""


@dataclass(frozen=True)
class HeaderFact:
    """One fact of the header that all roles share, so that teams see the same numbers (GEN-3)."""

    label: Text
    value: Text
    url: str = ""
    tone: Tone = "neutral"


@dataclass(frozen=True)
class PaletteItem:
    """One answer of the command palette."""

    title: Text
    url: str
    kind: Text = ""
    detail: Text = ""


@cache
def _address(name: str, _urlconf: str | None, _prefix: str) -> str:
    """Find an address once per process: each page asks for those of the whole menu."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@dataclass(frozen=True)
class MenuEntry:
    """An entry of the main menu; `url` is the name of an address."""

    label: Text
    url: str
    icon: str
    permission: str
    group: str
    roles: frozenset[str]
    order: int
    keywords: Text = ""
    count: Callable[[Look], int] | None = None
    address: str = ""

    def titled(self, look: Look) -> str:
        """Return the label, with how much waits behind it."""
        waiting = self.count(look) if self.count else 0
        return f"{self.label} ({waiting})" if waiting else str(self.label)

    def href(self) -> str:
        """Return the address, or "" when the surface that owns it is not installed."""
        return self.address or _address(self.url, get_urlconf(), get_script_prefix())

    def shown_to(self, look: Look) -> bool:
        """Say whether this person may use the entry and one of their roles calls for it."""
        if look.actor.outside if not self.permission else not look.actor.can(self.permission):
            return False
        wanted = not self.roles or bool(self.roles & set(look.roles)) or "owner" in look.roles
        return wanted and bool(self.href())


@dataclass(frozen=True)
class _Provider:
    roles: frozenset[str]
    permission: str
    order: int
    call: Callable[..., Any]

    def for_look(self, look: Look) -> bool:
        if self.permission and not look.actor.can(self.permission):
            return False
        return EVERY_ROLE in self.roles or bool(self.roles & set(look.roles))


# (record ids, who looks) -> {record id: where the record is}; only records within the reader's rights
RecordFinder = Callable[[Sequence[str], "Look"], Mapping[str, "PaletteItem"]]


@dataclass
class Registry:
    """Everything that was registered; tests make their own."""

    menu: list[MenuEntry] = field(default_factory=list)
    tiles: list[_Provider] = field(default_factory=list)
    queues: list[_Provider] = field(default_factory=list)
    header: list[_Provider] = field(default_factory=list)
    palette: list[_Provider] = field(default_factory=list)
    records: dict[str, RecordFinder] = field(default_factory=dict)
    # The menu of a set of rights and roles at an address, put together once per process.
    menus: dict[tuple[Any, ...], list[MenuEntry]] = field(default_factory=dict)


REGISTRY = Registry()

# The groups of the main menu in their order: code, label, icon; no two look alike. A group with one entry is
# shown as the entry.
GROUPS: list[tuple[str, Text, str]] = [
    ("orders", gettext_lazy("Orders"), "form"),
    ("catalog", gettext_lazy("Catalog"), "grid"),
    ("prices", gettext_lazy("Prices"), "tag"),
    ("stock", gettext_lazy("Stock"), "list-ul"),
    ("purchasing", gettext_lazy("Purchasing"), "cart"),
    ("warehouse", gettext_lazy("Warehouse"), "clipboard-list"),
    ("shipping", gettext_lazy("Shipping"), "parcel"),
    ("fleet", gettext_lazy("Fleet"), "truck"),
    ("marketing", gettext_lazy("Marketing"), "pick"),
    ("messages", gettext_lazy("Mails and messages"), "mail"),
    ("social", gettext_lazy("Social and partners"), "comment"),
    ("search", gettext_lazy("Search and ads"), "search"),
    ("loyalty", gettext_lazy("Loyalty"), "gift"),
    ("insight", gettext_lazy("Insight"), "glasses"),
    ("texts", gettext_lazy("Texts"), "openquote"),
    ("selling", gettext_lazy("Selling"), "globe"),
    ("people", gettext_lazy("People"), "group"),
    ("technology", gettext_lazy("Technology"), "code"),
]


def register_group(code: str, label: Text, icon: str) -> None:
    """Add a group to the end of the main menu; a known code keeps its place and gets the new label."""
    REGISTRY.menus.clear()
    codes = [row[0] for row in GROUPS]
    if code in codes:
        GROUPS[codes.index(code)] = (code, label, icon)
    else:
        GROUPS.append((code, label, icon))


def register_menu(
    label: Text,
    url: str,
    icon: str = "list-ul",
    permission: str = "",
    group: str = "",
    roles: Iterable[str] = (),
    *,
    order: int = 100,
    keywords: Text = "",
    count: Callable[[Look], int] | None = None,
) -> None:
    """Add a menu entry: shown to those with the right (and one of the roles, where some are named).

    `url` is the name of an address; `group` the code of a group; `keywords` help the palette; `count(look)`
    says how much waits there, on every page, so it costs next to nothing.
    """
    _known(permission)
    entry = MenuEntry(label, url, icon, permission, group, frozenset(roles), order, keywords, count)
    REGISTRY.menu[:] = [e for e in REGISTRY.menu if (e.url, e.group) != (url, group)] + [entry]
    REGISTRY.menus.clear()


def register_tile(
    role: str | Iterable[str],
    fn: Callable[[Look], Tile | Sequence[Tile] | None],
    *,
    permission: str = "",
    order: int = 100,
) -> None:
    """Add numbers to the home of a role (or several, or "*"); `fn(look)` returns one, many or None."""
    _add(REGISTRY.tiles, role, fn, permission, order)


def register_queue(
    role: str | Iterable[str],
    fn: Callable[[Look], Queue | None],
    *,
    permission: str = "",
    order: int = 100,
) -> None:
    """Add a queue of work to the home of a role (or several, or "*")."""
    _add(REGISTRY.queues, role, fn, permission, order)


def register_header_fact(
    fn: Callable[[Look], HeaderFact | None], *, permission: str = "", order: int = 100
) -> None:
    """Add a fact to the header that every role sees on its home."""
    _add(REGISTRY.header, EVERY_ROLE, fn, permission, order)


def register_palette_source(
    fn: Callable[[str, Look], Iterable[PaletteItem]], *, permission: str = "", order: int = 100
) -> None:
    """Add records to the command palette: `fn(text, look)` returns the best few, quickly."""
    _add(REGISTRY.palette, EVERY_ROLE, fn, permission, order)


def register_record(record: str, find: RecordFinder) -> None:
    """Say where the page of a record is, by the name the audit trail has for it ("orders.order").

    `find(ids, look)` returns the place of each record that the person may see, in few queries for all.
    """
    REGISTRY.records[record] = find


def record_links(wanted: Iterable[tuple[str, str]], look: Look) -> dict[tuple[str, str], PaletteItem]:
    """Return where records are; what nobody registered, is gone, or may not be seen is absent."""
    by_record: dict[str, list[str]] = {}
    for record, record_id in wanted:
        by_record.setdefault(record, []).append(record_id)
    found: dict[tuple[str, str], PaletteItem] = {}
    for record, ids in by_record.items():
        finder = REGISTRY.records.get(record)
        if finder is not None:
            found |= {(record, key): item for key, item in finder(ids, look).items()}
    return found


def menu_for(look: Look) -> list[MenuEntry]:
    """Return the menu entries of a person in their order; put together once for all with the same rights."""
    menus = REGISTRY.menus
    key = (look.actor.permissions, look.roles, get_language(), get_urlconf(), get_script_prefix())
    if key not in menus:
        if len(menus) >= MENUS_KEPT:
            menus.clear()
        menus[key] = _menu_of(look)
    return menus[key]


def _menu_of(look: Look) -> list[MenuEntry]:
    places = {code: place for place, (code, _label, _icon) in enumerate(GROUPS)}
    entries = [replace(entry, address=entry.href()) for entry in REGISTRY.menu if entry.shown_to(look)]
    return sorted(entries, key=lambda e: (places.get(e.group, len(places)), e.order, str(e.label)))


def page_name(address: str) -> str:
    """Return what the menu calls the page at an address, whoever sees that entry; "" for other pages."""
    return next((str(entry.label) for entry in REGISTRY.menu if entry.href() == address), "")


def tiles_for(look: Look) -> list[Tile]:
    """Return the numbers on the home of a person."""
    found: list[Tile] = []
    for answer in _ask(REGISTRY.tiles, look):
        found.extend([answer] if isinstance(answer, Tile) else answer)
    return found


def calm(tiles: Sequence[Tile], *, most: int = 6, first: int = 3) -> tuple[list[Tile], list[Tile]]:
    """Divide the numbers of a home into those that decide the day and the rest, each in their order.

    First are the `first` of the order, then what is bad, then what warns, then the next ones, up to `most`;
    one more than that is no rest worth a press.
    """
    if len(tiles) <= most + 1:
        return list(tiles), []
    urgency = {"bad": 0, "warning": 1}
    ranked = sorted(
        range(len(tiles)), key=lambda n: (n >= first, urgency.get(tiles[n].tone, 2) if n >= first else 0, n)
    )
    kept = set(ranked[:most])
    return (
        [tile for n, tile in enumerate(tiles) if n in kept],
        [tile for n, tile in enumerate(tiles) if n not in kept],
    )


def queues_for(look: Look) -> list[Queue]:
    """Return the queues on the home of a person."""
    return list(_ask(REGISTRY.queues, look))


def header_for(look: Look) -> list[HeaderFact]:
    """Return the shared facts."""
    return list(_ask(REGISTRY.header, look))


def palette_items(text: str, look: Look) -> list[PaletteItem]:
    """Return the records that match, source by source."""
    found: list[PaletteItem] = []
    for answer in _ask(REGISTRY.palette, look, text):
        found.extend(answer)
    return found


def _ask(providers: list[_Provider], look: Look, *before: Any) -> Iterable[Any]:
    for provider in sorted(providers, key=lambda p: p.order):
        if not provider.for_look(look):
            continue
        try:
            answer = provider.call(*before, look)
        except Exception:
            # one broken number must not take the whole workspace away from a team
            logger.exception("back office: %s failed", provider.call)
            continue
        if answer is not None:
            yield answer


def _add(
    providers: list[_Provider],
    role: str | Iterable[str],
    fn: Callable[..., Any],
    permission: str,
    order: int,
) -> None:
    _known(permission)
    roles = frozenset([role] if isinstance(role, str) else role)
    providers.append(_Provider(roles, permission, order, fn))


def _known(permission: str) -> None:
    if permission and permission not in ALL_KEYS:
        raise ValueError(f"{permission!r} is not in the permission catalogue")
