"""How promotions stand, for those who tell of them: campaigns, mails, banners (5.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import NamedTuple

from storecrew.contexts.channels import public as channels
from storecrew.contexts.promotions.models import Promotion
from storecrew.contexts.promotions.queries import stock
from storecrew.contexts.promotions.queries.active import open_window_of, window_of
from storecrew.contexts.promotions.rules import schedule
from storecrew.contexts.promotions.rules.shortfall import StockCheck

Window = tuple[dt.datetime | None, dt.datetime | None]
"""From when until when; None stays open."""


class Standing(NamedTuple):
    """A promotion at a moment. ``variant_ids`` are the articles that its plan names.

    ``starts_local`` and ``ends_local`` are what the clocks of its shops show then, such as 2026-03-01T00:00;
    ``windows`` are from when until when it holds for everybody in each shop that takes part; those who
    come early have it from the moments of ``early`` on, which is empty where nobody does.
    """

    id: int
    name: str
    state: str
    pause_reason: str
    active_from: dt.datetime | None
    active_until: dt.datetime | None
    sentence: dict[str, str]
    variant_ids: tuple[int, ...]
    starts_local: str = ""
    ends_local: str = ""
    windows: Mapping[str, Window] = MappingProxyType({})
    early: Mapping[str, dt.datetime] = MappingProxyType({})

    def holds_in(self, channel_code: str, at: dt.datetime) -> bool:
        """Say whether new carts of a shop get it now, whoever has them."""
        window = self.windows.get(channel_code)
        return self.state == Promotion.State.LIVE and window is not None and schedule.is_open(at, *window)

    def is_early_in(self, channel_code: str, at: dt.datetime) -> bool:
        """Say whether only those who come early have it now."""
        opens, _until = self.windows.get(channel_code, (None, None))
        begins = self.early.get(channel_code)
        if self.state != Promotion.State.LIVE or begins is None or opens is None:
            return False
        return begins <= at < opens

    def holds(self, at: dt.datetime) -> bool:
        """Say whether new carts get it now, in at least one shop."""
        return any(self.holds_in(code, at) for code in self.windows)


def standing(promotion_ids: Collection[int]) -> dict[int, Standing]:
    """Return how promotions stand now; unknown ids are left out. Two queries."""
    zones = {channel.code: channel.timezone for channel in channels.all_channels()}
    rows = Promotion.objects.filter(pk__in=list(promotion_ids)).prefetch_related("planned").order_by("pk")
    return {row.pk: _standing(row, zones) for row in rows}


def _standing(row: Promotion, zones: Mapping[str, str]) -> Standing:
    mine = {code: zone for code, zone in zones.items() if code in (row.channels or zones)}
    plan = schedule.early_of(row.definition)
    begins = {code: window_of(row, zone)[0] for code, zone in mine.items()} if plan else {}
    return Standing(
        row.pk,
        row.name,
        row.state,
        row.pause_reason,
        row.active_from,
        row.active_until,
        dict(row.sentence),
        tuple(each.variant_id for each in row.planned.all()),
        row.starts_local,
        row.ends_local,
        windows={code: open_window_of(row, zone) for code, zone in mine.items()},
        early={code: each for code, each in begins.items() if each is not None},
    )


class WrittenDays(NamedTuple):
    """The days that somebody wrote for a promotion, as the clocks of its shops show them; None: none written.

    ``first`` is the day of those who come early; ``opens`` the day on which it opens to everybody where some
    do. ``until`` is the moment at which the last of its shops ends it.
    """

    first: dt.date | None
    last: dt.date | None
    until: dt.datetime | None
    opens: dt.date | None = None


def written_days(promotion_ids: Collection[int]) -> dict[int, WrittenDays]:
    """Return the first and the last day of promotions, wherever their shops are. One query."""
    rows = Promotion.objects.filter(pk__in=list(promotion_ids)).order_by()
    fields = ("pk", "starts_local", "ends_local", "active_until", "definition")
    found = {}
    for key, starts, ends, until, definition in rows.values_list(*fields):
        early, opens = schedule.early_of(definition), _day(starts)
        first = early.starts.date() if early else opens
        found[key] = WrittenDays(first, _day(ends, is_end=True), until, opens if early else None)
    return found


def _day(written: str, *, is_end: bool = False) -> dt.date | None:
    """Return the day of a wall-clock time; what ends at midnight does not take the day that begins then."""
    if not written:
        return None
    local = dt.datetime.fromisoformat(written)
    return (local - dt.timedelta(minutes=1) if is_end else local).date()


def open_promotions(*, most: int) -> list[tuple[int, str]]:
    """Return (id, name) of promotions that are not over, for choosing one."""
    rows = Promotion.objects.exclude(state=Promotion.State.ENDED).order_by("name", "pk")
    return list(rows.values_list("pk", "name")[:most])


def automatic_promotions(*, most: int) -> list[tuple[int, str]]:
    """Return (id, name) of what carts get or got without a code, the newest first."""
    begun = (Promotion.State.LIVE, Promotion.State.PAUSED, Promotion.State.SCHEDULED, Promotion.State.ENDED)
    rows = Promotion.objects.filter(state__in=begun, by_code=False).order_by("-pk")
    return list(rows.values_list("pk", "name")[:most])


def unmet_stock(promotion_id: int, *, at: dt.datetime) -> tuple[StockCheck, ...]:
    """Return the articles of which a promotion plans more than can be promised; none while it is let pass."""
    row = Promotion.objects.filter(pk=promotion_id).first()
    if row is None or stock.override_of(row, at) is not None:
        return ()
    return stock.shortfalls(row)
