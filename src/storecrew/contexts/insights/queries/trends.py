"""The trend board: what is sought, what is looked at, what others ask and write."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.insights.facts import PriceBeside
from storecrew.contexts.insights.models import NewsFeed, RivalPrice, TrendTask
from storecrew.contexts.insights.queries.reports import counted, subjects
from storecrew.contexts.insights.rules import kinds
from storecrew.contexts.insights.rules.days import Period
from storecrew.contexts.insights.rules.trends import Move, moves
from storecrew.contexts.pricing import public as pricing

MOST = 15
READ = 400


def search_moves(period: Period, among: Sequence[channels.ChannelFacts]) -> tuple[list[Move], list[Move]]:
    """Return sought words that rise, and those that found nothing (``before``: all searches)."""
    now = {key[0]: one for key, one in subjects("term", period, among, rank=kinds.SEARCH, limit=READ).items()}
    found = counted(
        "term", period.before(), among, by=("subject",), only=(kinds.SEARCH,), subject__in=list(now)
    )
    rising = moves(
        {term: one[kinds.SEARCH] for term, one in now.items()},
        {key[0]: one[kinds.SEARCH] for key, one in found.items()},
        up=True,
    )
    vain = [
        Move(term, one[kinds.NOTHING], one[kinds.SEARCH]) for term, one in now.items() if one[kinds.NOTHING]
    ]
    return rising[:MOST], sorted(vain, key=lambda one: (-one.now, one.subject))[:MOST]


def category_moves(period: Period, among: Sequence[channels.ChannelFacts]) -> tuple[list[Move], list[Move]]:
    """Return the categories that are looked at more than before, and less; subjects are their paths."""
    now, before = (
        {
            key[0].removeprefix("/c/").strip("/"): one[kinds.VIEW]
            for key, one in counted(
                "page", each, among, by=("subject",), only=(kinds.VIEW,), subject__startswith="/c/"
            ).items()
        }
        for each in (period, period.before())
    )
    return moves(now, before, up=True)[:MOST], moves(now, before, up=False)[:MOST]


def category_names(locale: str) -> dict[str, str]:
    """Return the names of all categories by their paths."""
    found: dict[str, str] = {}

    def collect(nodes: Iterable[catalog.CategoryNode]) -> None:
        for node in nodes:
            found[node.url_path] = node.name
            collect(node.children)

    collect(catalog.category_tree(locale))
    return found


def prices_beside(rows: Iterable[RivalPrice], *, at: dt.datetime) -> list[PriceBeside]:
    """Put prices of competitors beside ours in the shop of the same currency; a few queries."""
    noted = list(rows)
    variants = catalog.variants({row.variant_id for row in noted})
    ours: dict[tuple[str, int], int] = {}
    for channel in channels.all_channels():
        ids = [row.variant_id for row in noted if row.currency == channel.currency]
        if not ids:
            continue
        found = pricing.offers_for(ids, channel=channel, at=at, quantities={}, with_strike=False)
        for variant_id, answer in found.prices.items():
            ours.setdefault((channel.currency, variant_id), answer.price.amount)
    return [
        PriceBeside(
            id=row.pk,
            variant_id=row.variant_id,
            sku=variants[row.variant_id].sku,
            title=variants[row.variant_id].product_title,
            rival=row.rival,
            amount=row.amount,
            currency=row.currency,
            seen_on=row.seen_on,
            url=row.url,
            ours=ours.get((row.currency, row.variant_id)),
        )
        for row in noted
        if row.variant_id in variants
    ]


def newest_prices(*, at: dt.datetime) -> list[PriceBeside]:
    """Return the newest price of each competitor and article, those that undercut us most first."""
    newest: dict[tuple[int, str, str], RivalPrice] = {}
    for row in RivalPrice.objects.order_by("-seen_on", "-id")[:READ]:
        newest.setdefault((row.variant_id, row.rival, row.currency), row)
    found = prices_beside(newest.values(), at=at)
    return sorted(found, key=lambda one: -(one.difference if one.difference is not None else -9))[:MOST]


def trend_tasks(kind: str, keys: Iterable[str]) -> Mapping[str, int]:
    """Return which trends of a kind became which task."""
    rows = TrendTask.objects.filter(kind=kind, key__in=list(keys))
    return dict(rows.values_list("key", "task_id"))


def feeds_in_trouble() -> list[NewsFeed]:
    """Return the feeds that cannot be read."""
    return list(NewsFeed.objects.filter(active=True).exclude(trouble="")[:MOST])
