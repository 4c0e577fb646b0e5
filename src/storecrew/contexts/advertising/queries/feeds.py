"""Feeds as they are handed out, and what is known of their articles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from hashlib import blake2b

from django.db.models import Count

from storecrew.contexts.advertising.errors import FeedWithheld, UnknownFeed
from storecrew.contexts.advertising.facts import Document, FeedItem
from storecrew.contexts.advertising.models import Feed, FeedEntry, Hold
from storecrew.contexts.advertising.queries.items import every_item, origin
from storecrew.contexts.advertising.rules import dialects
from storecrew.contexts.advertising.rules.holding import Limits, Seen, stock_reason
from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.channels import public as channels
from storecrew.contexts.orders import public as orders
from storecrew.contexts.pricing import public as pricing
from storecrew.kernel.money import Money

RETURN_DAYS = 90
XML = "application/xml; charset=utf-8"
JSON = "application/json; charset=utf-8"


def find(feed_id: int) -> Feed:
    """Return a feed. Raises UnknownFeed."""
    row = Feed.objects.filter(pk=feed_id).first()
    if row is None:
        raise UnknownFeed(feed=feed_id)
    return row


def published(code: str) -> Feed:
    """Return the feed behind an address. Raises UnknownFeed for a draft, FeedWithheld for one held back."""
    row = Feed.objects.filter(code=code).exclude(state=Feed.State.DRAFT).first()
    if row is None:
        raise UnknownFeed(feed=code[:80])
    if row.state == Feed.State.WITHHELD:
        raise FeedWithheld(feed=code)
    return row


def document(code: str, *, as_json: bool = False, at: dt.datetime) -> Document:
    """Return a released feed as its network reads it, with the prices and stock of this moment.

    What ran low since the last look is left out although its entry still says listed. Raises UnknownFeed and
    FeedWithheld.
    """
    feed = published(code)
    channel = channels.facts_by_id(feed.channel_id)
    found = list(_advertised(feed, at))
    if as_json:
        body, content_type = (
            dialects.google_json(found, locale=feed.locale, country=channel.country),
            JSON,
        )
    else:
        title = f"{channel.name} ({feed.locale})"
        body = dialects.xml(
            feed.kind, found, title=title, link=origin(channel), about=feed.get_kind_display()
        )
        content_type = XML
    etag = f'"{blake2b(body, digest_size=16).hexdigest()}"'
    return Document(body, content_type, etag, tuple({item.product_id: None for item in found}))


def _advertised(feed: Feed, at: dt.datetime) -> Iterable[FeedItem]:
    listed = frozenset(feed.entries.filter(state=FeedEntry.State.LISTED).values_list("variant_id", flat=True))
    return (
        item
        for item in every_item(feed, at=at)
        if item.variant_id in listed and stock_reason(item.available, feed.low_stock) is None
    )


def seen(
    items: Collection[FeedItem], *, channel: channels.ChannelFacts, differs: dict[int, str], at: dt.datetime
) -> dict[int, Seen]:
    """Return what is known of articles beside their pages; five queries for all."""
    since = at - dt.timedelta(days=RETURN_DAYS)
    ids = [item.variant_id for item in items]
    sold = orders.units_sold(ids, since=since)
    returned = aftersales.units_refunded(ids, since=since)
    prices: dict[int, Money] = {item.variant_id: item.asked for item in items}
    earned = pricing.earned_for(prices, channel=channel, at=at)
    by_hand = dict(Hold.objects.filter(variant_id__in=ids).values_list("variant_id", "reason"))
    return {
        each: Seen(
            sold=sold.get(each, 0),
            returned=returned.get(each, 0),
            earned=earned.get(each),
            held_by_hand=by_hand.get(each, ""),
            differs=differs.get(each, ""),
        )
        for each in ids
    }


def limits_of(feed: Feed) -> Limits:
    """Return what a feed allows."""
    return Limits(feed.low_stock, feed.max_return_bp, feed.min_earned)


def counts(feed_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """Return how many articles of each feed are listed ("") or held by first reason; one query."""
    found: dict[int, dict[str, int]] = {}
    rows = FeedEntry.objects.filter(feed_id__in=list(feed_ids)).order_by()
    for feed_id, reason, number in rows.values_list("feed_id", "reason").annotate(number=Count("pk")):
        found.setdefault(feed_id, {})[reason] = number
    return found
