"""Small parts for homes: a queue out of rows, an address that may not be installed, a count with an end.

A home is opened every morning by everybody, so each part costs one or two queries whatever the tables hold.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from django.db.models import CharField, Count, QuerySet, Value
from django.urls import NoReverseMatch, reverse

from storecrew.contexts.channels import public as channels
from storecrew.contexts.inventory import public as inventory
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.surfaces.ui.backoffice.registry import Look, Queue, QueueItem, Text, Tone

SHOWN = 6
COUNTED = 1000
"""Nobody does a thousand things in a morning: counting stops there and the page says "999+"."""

Row = TypeVar("Row")


def link(name: str, *args: Any, query: str = "") -> str:
    """Return the address of a page, or "" when the surface that owns it is not installed."""
    try:
        address = reverse(name, args=args)
    except NoReverseMatch:
        return ""
    return f"{address}?{query}" if query else address


def seen_places(actor: Actor) -> list[inventory.LocationFacts]:
    """Return the locations that somebody may see: all, or those of their scope (GEN-2)."""
    return [place for place in inventory.locations() if actor.can_see("location", place.code)]


def queue(
    title: Text,
    rows: QuerySet[Any],
    item: Callable[[Any], QueueItem],
    *,
    url: str = "",
    empty: Text = "",
    shown: int = SHOWN,
) -> Queue:
    """Build a queue from ordered rows: one query, and a second one to count what does not fit."""
    found = list(rows[: shown + 1])
    total = len(found) if len(found) <= shown else counted(rows)
    return Queue(title, [item(row) for row in found[:shown]], total, url, empty)


def counted(rows: QuerySet[Any]) -> int:
    """Count rows, but not beyond what anybody reads."""
    return rows.order_by()[:COUNTED].count()


def counted_together(rows: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """Count several kinds of rows in one query; for kinds of which there are never many."""
    parts = [
        found.order_by().values_list(Value(name, CharField())).annotate(count=Count("pk"))
        for name, found in rows.items()
    ]
    counts = parts[0].union(*parts[1:], all=True)
    return dict.fromkeys(rows, 0) | dict(counts)


def ready_queue(
    title: Text,
    rows: Iterable[Row],
    item: Callable[[Row], QueueItem],
    *,
    url: str = "",
    empty: Text = "",
    shown: int = SHOWN,
) -> Queue:
    """Build a queue from rows that are in memory already."""
    found = list(rows)
    return Queue(title, [item(row) for row in found[:shown]], len(found), url, empty)


def within(rows: QuerySet[Any], actor: Actor, *, channel: str = "", location: str = "") -> QuerySet[Any]:
    """Narrow rows to the actor's channels and locations; the lookups lead to their codes."""
    for kind, lookup in (("channel", channel), ("location", location)):
        allowed = actor.scopes.get(kind)
        if lookup and allowed is not None:
            rows = rows.filter(**{f"{lookup}__in": allowed})
    return rows


def seen_channels(look: Look) -> list[channels.ChannelFacts]:
    """Return the channels that the person may see; read once a page."""
    known = look.once("channels", channels.all_channels)
    return [channel for channel in known if look.actor.can_see("channel", channel.code)]


def midnight(look: Look) -> dt.datetime:
    """Return when today began in the time zone of the default channel."""
    zone = home_zone(look)
    return clock.local_midnight(clock.today(zone), zone)


def home_zone(look: Look) -> str:
    """Return the time zone of the default channel; read once a page."""
    known = look.once("channels", channels.all_channels)
    return next((channel.timezone for channel in known if channel.is_default), "UTC")


def count_tone(count: int, tone: Tone = "warning") -> Tone:
    """Return "good" for nothing to do, else the tone of what is to do."""
    return tone if count else "good"


def many(count: int) -> str:
    """Write a count that may have been cut off."""
    return f"{COUNTED - 1}+" if count >= COUNTED else str(count)
