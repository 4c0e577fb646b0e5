"""What reports read: sums by what one asks, and what happens right now. Every report is one query on sums."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Max, QuerySet, Sum

from storecrew.contexts.channels import public as channels
from storecrew.contexts.insights.facts import Count, Counts, Live
from storecrew.contexts.insights.models import Event, Tally
from storecrew.contexts.insights.rules import days, kinds
from storecrew.contexts.insights.rules.days import Period, Step
from storecrew.kernel.actor import Actor

Key = tuple[str, ...]
NONE = Counts({})


def report_channels(actor: Actor, code: str = "") -> list[channels.ChannelFacts]:
    """Return the channels whose numbers an actor may see; ``code`` narrows to one of them."""
    actor.require("reports.read")
    mine = [one for one in channels.all_channels() if actor.can_see("channel", one.code)]
    return [one for one in mine if one.code == code] or mine


def counted(
    dimension: str,
    period: Period,
    among: Sequence[channels.ChannelFacts],
    *,
    by: Sequence[str] = (),
    only: Collection[str] = (),
    **where: Any,
) -> dict[Key, Counts]:
    """Return the counts of a period by columns of the sums ("day", "way", "device", "subject", "campaign").

    ``only`` names the kinds wanted, ``where`` filters further columns. Keys are texts; amounts are kept per
    currency.
    """
    rows = _rows(dimension, period, among, only).filter(**where)
    money = {one.id: one.currency for one in among}
    found: dict[Key, dict[str, tuple[int, dict[str, int]]]] = defaultdict(dict)
    sums = rows.values_list(*by, "kind", "channel_id").annotate(Sum("count"), Sum("amount"))
    for *names, kind, channel_id, count, amount in sums:
        key = tuple(str(name) for name in names)
        before, amounts = found[key].get(kind, (0, {}))
        if amount:
            currency = money[channel_id]
            amounts = {**amounts, currency: amounts.get(currency, 0) + amount}
        found[key][kind] = (before + count, amounts)
    return {key: Counts({kind: Count(*pair) for kind, pair in of.items()}) for key, of in found.items()}


def total(
    period: Period,
    among: Sequence[channels.ChannelFacts],
    *,
    dimension: str = "all",
    only: Collection[str] = (),
    **where: Any,
) -> Counts:
    """Return the counts of a whole period."""
    return counted(dimension, period, among, only=only, **where).get((), NONE)


def to_orders(period: Period, among: Sequence[channels.ChannelFacts]) -> dict[tuple[str, str], Counts]:
    """Return the counts by (way in, device), with the visits that can have carts and orders of theirs.

    Only who agreed is known again at the cart. So the visits of a way are the recognized ones, and all others
    stand with the carts and orders of the way "unknown". One query.
    """
    rows = counted("all", period, among, by=("way", "device"))
    visits: dict[tuple[str, str], int] = defaultdict(int)
    for (way, device), counts in rows.items():
        visits[way, device] += counts[kinds.KNOWN]
        visits["unknown", device] += counts[kinds.VISIT] - counts[kinds.KNOWN]
    return {
        key: Counts({**rows.get(key, NONE).of, kinds.VISIT: Count(max(count, 0))})
        for key, count in visits.items()
    }


def series(
    period: Period,
    step: Step,
    among: Sequence[channels.ChannelFacts],
    *,
    only: Collection[str] = (),
    dimension: str = "all",
    **where: Any,
) -> list[tuple[dt.date, Counts]]:
    """Return the counts of each day, week or month; every day lies in exactly one, quiet ones are there."""
    daily = counted(dimension, period, among, by=("day",), only=only, **where)
    found = dict.fromkeys(days.buckets(period, step), NONE)
    for (day,), counts in daily.items():
        first = days.bucket(dt.date.fromisoformat(day), step)
        found[first] = found[first] + counts
    return list(found.items())


def subjects(
    dimension: str,
    period: Period,
    among: Sequence[channels.ChannelFacts],
    *,
    rank: str,
    limit: int = 50,
    only: Collection[str] = (),
    by: Sequence[str] = ("subject",),
    **where: Any,
) -> dict[Key, Counts]:
    """Return the counts of those subjects that have most of a kind, best first; two queries."""
    top = (
        _rows(dimension, period, among, (rank,))
        .filter(**where)
        .values_list(*by)
        .annotate(n=Sum("count"))
        .order_by("-n", *by)[:limit]
    )
    keys: list[Key] = [tuple(str(part) for part in row[:-1]) for row in top]
    named = {key[by.index("subject")] for key in keys}
    found = counted(dimension, period, among, by=by, only=only, subject__in=named, **where)
    return {key: found.get(key, NONE) for key in keys}


def by_hour(
    day: dt.date, among: Sequence[channels.ChannelFacts], *, kind: str = kinds.VISIT
) -> Mapping[int, int]:
    """Return how often something happened in each hour of a day's wall clock."""
    rows = _rows("hour", Period(day, day + dt.timedelta(days=1)), among, (kind,))
    return dict(rows.values_list("hour").annotate(n=Sum("count")))


def live(at: dt.datetime, among: Sequence[channels.ChannelFacts], *, minutes: int = 30) -> Live:
    """Return what happened in the last minutes: counts, the pages most seen, how people came; two queries."""
    rows = Event.objects.filter(
        at__gt=at - dt.timedelta(minutes=minutes), at__lte=at, channel_id__in=[one.id for one in among]
    ).order_by()
    counts: dict[str, int] = defaultdict(int)
    pages: dict[str, int] = defaultdict(int)
    ways: dict[str, int] = defaultdict(int)
    found = rows.values_list("kind", "path", "way").annotate(n=Sum("count"), newest=Max("at"))
    newest: dt.datetime | None = None
    for kind, path, way, count, last in found:
        counts[kind] += count
        newest = max(newest, last) if newest else last
        if kind == kinds.VIEW and path:
            pages[path] += count
        if kind == kinds.VISIT:
            ways[way] += count
    return Live(dict(counts), _top(pages), _top(ways), newest)


def _top(found: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:8])


def _rows(
    dimension: str, period: Period, among: Iterable[channels.ChannelFacts], only: Collection[str]
) -> QuerySet[Tally]:
    rows = Tally.objects.filter(
        dimension=dimension,
        day__gte=period.since,
        day__lt=period.until,
        channel_id__in=[one.id for one in among],
    ).order_by()
    return rows.filter(kind__in=list(only)) if only else rows
