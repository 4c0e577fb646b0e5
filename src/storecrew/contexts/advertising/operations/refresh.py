"""Looking through the articles of a feed: all of them by the clock, few of them when something happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from django.db import transaction

from storecrew.contexts.advertising.facts import FeedItem, Refreshed
from storecrew.contexts.advertising.models import Feed, FeedEntry
from storecrew.contexts.advertising.queries import feeds as asking
from storecrew.contexts.advertising.queries.items import BATCH, every_item, items_of
from storecrew.contexts.advertising.rules.holding import reasons
from storecrew.contexts.channels import public as channels
from storecrew.kernel import revisions

State = FeedEntry.State


def refresh(feed_id: int, *, variant_ids: Collection[int] | None = None, at: dt.datetime) -> Refreshed:
    """Decide which articles of a feed are advertised, and keep why the others are not.

    With ``variant_ids`` only those are looked at. The entries are derived, so repeating it is harmless and
    needs no right; articles that are no longer for sale lose their entry.
    """
    feed = asking.find(feed_id)
    stored = feed.entries.all()
    if variant_ids is not None:
        stored = stored.filter(variant_id__in=list(variant_ids))
    before = {entry.variant_id: entry for entry in stored}
    items = every_item(feed, at=at) if variant_ids is None else items_of(feed, variant_ids, at=at)
    fresh, changed, listed, held = _decide(feed, items, before, at)
    gone = set(before) - {*listed, *held}
    was_listed = {key for key, entry in before.items() if entry.state == State.LISTED}
    newly_held = tuple(sorted(key for key in held if key in was_listed))
    newly_listed = tuple(sorted(key for key in listed if key in before and key not in was_listed))
    with transaction.atomic():
        FeedEntry.objects.bulk_create(fresh, ignore_conflicts=True)
        FeedEntry.objects.bulk_update(changed, ["state", "reason", "reasons", "since"], batch_size=BATCH)
        FeedEntry.objects.filter(feed=feed, variant_id__in=gone).delete()
        if variant_ids is None:
            Feed.objects.filter(pk=feed.pk).update(refreshed_at=at)
        if fresh or changed or gone:
            revisions.bump_on_commit(f"feed:{feed.code}")
    return Refreshed(len(listed), len(held), newly_held, newly_listed)


def _decide(
    feed: Feed, items: Iterable[FeedItem], before: dict[int, FeedEntry], at: dt.datetime
) -> tuple[list[FeedEntry], list[FeedEntry], set[int], set[int]]:
    """Return new and changed entries, and the articles on either side."""
    channel = channels.facts_by_id(feed.channel_id)
    limits = asking.limits_of(feed)
    fresh: list[FeedEntry] = []
    changed: list[FeedEntry] = []
    listed: set[int] = set()
    held: set[int] = set()
    for batch in _batches(items):
        differs = {item.variant_id: _differs(before.get(item.variant_id)) for item in batch}
        known = asking.seen(batch, channel=channel, differs=differs, at=at)
        for item in batch:
            found = [reason.stored() for reason in reasons(item, known[item.variant_id], limits)]
            state = State.HELD if found else State.LISTED
            (held if found else listed).add(item.variant_id)
            first = found[0]["code"] if found else ""
            entry = before.get(item.variant_id)
            if entry is None:
                fresh.append(
                    FeedEntry(
                        feed=feed,
                        variant_id=item.variant_id,
                        state=state,
                        reason=first,
                        reasons=found,
                        since=at,
                    )
                )
            elif (entry.state, entry.reasons) != (state, found):
                entry.since = entry.since if entry.state == state else at
                entry.state, entry.reason, entry.reasons = state, first, found
                changed.append(entry)
    return fresh, changed, listed, held


def _differs(entry: FeedEntry | None) -> str:
    """Return what a check found, which holds until the next check."""
    if entry is None:
        return ""
    return next((each.get("text", "") for each in entry.reasons if each["code"] == "page_differs"), "")


def _batches(items: Iterable[FeedItem]) -> Iterable[list[FeedItem]]:
    batch: list[FeedItem] = []
    for item in items:
        batch.append(item)
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def refresh_all(*, at: dt.datetime) -> int:
    """Look through every feed; return how many."""
    ids = list(Feed.objects.order_by("pk").values_list("pk", flat=True))
    for feed_id in ids:
        refresh(feed_id, at=at)
    return len(ids)


def refresh_variants(variant_ids: Collection[int], *, at: dt.datetime) -> None:
    """Look at a few articles in every feed, because something of them changed."""
    wanted = sorted(set(variant_ids))
    if not wanted:
        return
    for feed_id in Feed.objects.order_by("pk").values_list("pk", flat=True):
        refresh(feed_id, variant_ids=wanted, at=at)
