"""Feeds that are read by the clock: each entry comes in once, and a feed that cannot be read says why."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction

from storecrew.contexts.insights.errors import InvalidTrend, UnknownTrend
from storecrew.contexts.insights.models import Clip, NewsFeed
from storecrew.contexts.insights.providers import news
from storecrew.contexts.insights.queries.trend_words import problem_words
from storecrew.contexts.insights.rules.feeds import clippings
from storecrew.kernel import audit, outgoing
from storecrew.kernel.actor import Actor

PERMISSION = "insights.write"
RECORD = "insights.news"
HOUR = dt.timedelta(hours=1)
AFTER_TROUBLE = dt.timedelta(hours=6)
KEPT = dt.timedelta(days=120)
AT_ONCE = 20


def save_feed(
    feed_id: int | None, *, name: str, url: str, active: bool, actor: Actor, at: dt.datetime
) -> int:
    """Save a feed, which is read within the hour; return its id.

    :raises InvalidTrend: no name, an address that may not be called, or one that is there already
    :raises UnknownTrend: there is none with this id
    """
    actor.require(PERMISSION)
    wrong = {} if name.strip() else {"name": problem_words("missing")}
    try:
        outgoing.check_url(url.strip())
    except outgoing.Refused:
        wrong["url"] = problem_words("no_feed_address")
    if wrong:
        raise InvalidTrend(**wrong)
    values: dict[str, Any] = {
        "name": name.strip()[:120], "url": url.strip(), "active": active, "etag": "", "modified": "",
        "trouble": "", "next_at": at,
    }  # fmt: skip
    try:
        with transaction.atomic():
            if feed_id is None:
                feed_id = NewsFeed.objects.create(**values).pk
            elif not NewsFeed.objects.filter(pk=feed_id).update(**values):
                raise UnknownTrend(id=feed_id)
            audit.record(
                actor=actor, action="insights.news_feed_saved", record=RECORD, record_id=feed_id,
                after={"name": values["name"], "active": active}, at=at,
            )  # fmt: skip
    except IntegrityError as error:
        raise InvalidTrend(url=problem_words("feed_there")) from error
    return feed_id


def delete_feed(feed_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Delete a feed with its clips. Raises UnknownTrend."""
    actor.require(PERMISSION)
    with transaction.atomic():
        if not NewsFeed.objects.filter(pk=feed_id).delete()[0]:
            raise UnknownTrend(id=feed_id)
        audit.record(
            actor=actor, action="insights.news_feed_deleted", record=RECORD, record_id=feed_id, at=at
        )


def read_feeds(*, at: dt.datetime) -> int:
    """Ask the feeds that are due; return how many new clips came. Nothing is held while others answer."""
    new = 0
    due = NewsFeed.objects.filter(active=True, next_at__lte=at).order_by("next_at", "pk")[:AT_ONCE]
    for row in list(due):
        new += read_feed(row, at=at)
    return new


def read_feed(row: NewsFeed, *, at: dt.datetime) -> int:
    """Ask one feed and keep what is new; return how many clips that are."""
    return _keep(row, news.read(row.url, etag=row.etag, modified=row.modified), at)


def bring_feed(feed_id: int, body: bytes, *, at: dt.datetime) -> int:
    """Keep what a feed had that was fetched in another way; return how many clips were new.

    :raises NoFeed: it cannot be read
    """
    row = NewsFeed.objects.get(pk=feed_id)
    return _keep(row, news.Issue(clippings(body)), at)


def _keep(row: NewsFeed, issue: news.Issue, at: dt.datetime) -> int:
    state: dict[str, Any] = {"trouble": issue.trouble, "next_at": at + AFTER_TROUBLE}
    if not issue.trouble:
        state |= {"etag": issue.etag, "modified": issue.modified, "read_at": at, "next_at": at + HOUR}
    clips = [
        Clip(
            feed=row, key=one.key, title=one.title, url=one.url, summary=one.summary, at=min(one.at or at, at)
        )
        for one in issue.clippings or ()
        if one.at is None or one.at > at - KEPT
    ]
    with transaction.atomic():
        # The address may have been changed while the other side thought.
        if not NewsFeed.objects.filter(pk=row.pk, url=row.url).update(**state):
            return 0
        before = Clip.objects.filter(feed=row).count()
        Clip.objects.bulk_create(clips, batch_size=200, ignore_conflicts=True)
        return Clip.objects.filter(feed=row).count() - before


def forget_clips(*, at: dt.datetime) -> int:
    """Delete clips that are old."""
    return Clip.objects.filter(at__lt=at - KEPT).delete()[0]
