"""Making feeds, releasing them after a check, and holding articles out by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from storecrew.contexts.advertising.errors import FeedChanged, InvalidFeed
from storecrew.contexts.advertising.facts import Difference
from storecrew.contexts.advertising.models import Feed, FeedCheck, FeedEntry, Hold
from storecrew.contexts.advertising.operations.refresh import refresh, refresh_variants
from storecrew.contexts.advertising.queries import feeds as asking
from storecrew.contexts.advertising.queries.items import items_of
from storecrew.contexts.advertising.rules import checking
from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.kernel import audit, revisions, shown
from storecrew.kernel.actor import Actor

RECORD = "advertising.feed_record"
FIELDS = ("campaign", "low_stock", "max_return_bp", "min_earned")


def create_feed(
    *, kind: str, channel_code: str, locale: str, actor: Actor, at: dt.datetime, **limits: Any
) -> Feed:
    """Make a feed for a network, channel and language, and look through its articles once.

    It is a draft until its first check. Its address follows from the three.

    :raises InvalidFeed: an unknown network or language, or the feed exists
    :raises UnknownChannel: there is no such channel
    """
    actor.require("advertising.write")
    channel = channels.facts(channel_code)
    problems = {}
    if kind not in Feed.Kind.values:
        problems["kind"] = _("There is no such network.")
    if locale not in dict(settings.LANGUAGES):
        problems["locale"] = _("The shop does not speak this language.")
    if problems:
        raise InvalidFeed(**problems)
    feed = Feed(
        code=f"{kind}-{channel.code}-{locale}",
        kind=kind,
        channel_id=channel.id,
        locale=locale,
        created_at=at,
        created_by=actor.label[:200],
        **_limits(limits),
    )
    try:
        with transaction.atomic():
            feed.save(force_insert=True)
            audit.record(
                actor=actor,
                action="advertising.feed_made",
                record=RECORD,
                record_id=feed.pk,
                at=at,
                after={"code": feed.code},
            )
    except IntegrityError as error:
        raise InvalidFeed(
            kind=_("There is a feed for this network, channel and language already.")
        ) from error
    refresh(feed.pk, at=at)
    return feed


def change_feed(feed_id: int, *, version: int, actor: Actor, at: dt.datetime, **limits: Any) -> Feed:
    """Change what a feed allows and the campaign of its links; its articles are looked through at once.

    :raises FeedChanged: somebody else saved it since ``version``
    """
    actor.require("advertising.write")
    feed = asking.find(feed_id)
    values = _limits(limits)
    before = {name: getattr(feed, name) for name in values if getattr(feed, name) != values[name]}
    with transaction.atomic():
        changed = Feed.objects.filter(pk=feed_id, version=version).update(version=version + 1, **values)
        if not changed:
            raise FeedChanged(version=asking.find(feed_id).version)
        if before:
            audit.record(
                actor=actor,
                action="advertising.feed_changed",
                record=RECORD,
                record_id=feed_id,
                at=at,
                before=before,
                after={name: values[name] for name in before},
            )
    refresh(feed_id, at=at)
    return asking.find(feed_id)


def withdraw_feed(feed_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Hand a feed out no longer."""
    actor.require("advertising.write")
    feed = asking.find(feed_id)
    _move(feed, Feed.State.DRAFT, "advertising.feed_withdrawn", actor, at)


def check_feed(feed_id: int, *, release: bool, actor: Actor, at: dt.datetime) -> FeedCheck:
    """Compare a sample of a feed with the pages it leads to, hold out what differs, say whether it passes.

    The pages are made within the process and outside of any transaction. With ``release`` a draft that passes
    is handed out from now on; a released feed that fails is held back, and comes back when it passes.

    :raises NotServed: this process makes no pages
    """
    actor.require("advertising.write")
    refresh(feed_id, at=at)
    feed = asking.find(feed_id)
    candidates = _checkable(feed)
    picked = checking.sample(candidates, at.toordinal())
    differing: dict[int, list[Difference]] = {}
    for item in items_of(feed, picked, at=at):
        answer = shown.show(item.link)
        page = shown.read(answer.text)
        found = checking.differences(item, answer.status, page.canonical, page.of_type("Product"))
        if found:
            differing[item.variant_id] = found
    _hold_what_differs(feed, picked, differing)
    refresh(feed_id, variant_ids=picked, at=at)
    passed = checking.passes(len(picked), len(differing))
    with transaction.atomic():
        check = FeedCheck.objects.create(
            feed=feed,
            at=at,
            sampled=len(picked),
            listed=feed.entries.filter(state=FeedEntry.State.LISTED).count(),
            differences=[list(each) for found in differing.values() for each in found],
            passed=passed,
        )
        Feed.objects.filter(pk=feed.pk).update(checked_at=at)
        if passed and (release or feed.state == Feed.State.WITHHELD):
            _move(feed, Feed.State.RELEASED, "advertising.feed_released", actor, at)
        elif not passed and feed.state == Feed.State.RELEASED:
            _move(feed, Feed.State.WITHHELD, "advertising.feed_withheld", actor, at)
    return check


def _checkable(feed: Feed) -> list[int]:
    """Return the articles that are listed, and those whose page differed at the last check."""
    listed = feed.entries.filter(state=FeedEntry.State.LISTED).values_list("variant_id", flat=True)
    differed = [
        entry.variant_id
        for entry in feed.entries.filter(state=FeedEntry.State.HELD)
        if any(each["code"] == "page_differs" for each in entry.reasons)
    ]
    return sorted({*listed, *differed})


def _hold_what_differs(feed: Feed, picked: list[int], differing: dict[int, list[Difference]]) -> None:
    """Write down what a check found; the refresh after it decides with it."""
    changed = []
    for entry in feed.entries.filter(variant_id__in=picked):
        rest = [each for each in entry.reasons if each["code"] != "page_differs"]
        found = differing.get(entry.variant_id)
        if found:
            text = "; ".join(f"{each.field}: {each.feed} / {each.page}" for each in found)[:400]
            rest.append({"code": "page_differs", "text": text})
        if rest != entry.reasons:
            entry.reasons = rest
            entry.state = FeedEntry.State.HELD if rest else FeedEntry.State.LISTED
            entry.reason = rest[0]["code"] if rest else ""
            changed.append(entry)
    FeedEntry.objects.bulk_update(changed, ["state", "reason", "reasons"])


def check_released(*, actor: Actor, at: dt.datetime) -> int:
    """Check every feed that is handed out or held back; return how many."""
    rows = Feed.objects.exclude(state=Feed.State.DRAFT).order_by("pk").values_list("pk", flat=True)
    for feed_id in rows:
        check_feed(feed_id, release=False, actor=actor, at=at)
    return len(rows)


def hold_article(sku: str, *, reason: str, actor: Actor, at: dt.datetime) -> Hold:
    """Hold an article out of all feeds until it is let in again.

    :raises VariantNotFound: there is no such SKU
    :raises InvalidFeed: without a reason
    """
    actor.require("advertising.write")
    variant = catalog.variant_by_sku(sku)
    if not reason.strip():
        raise InvalidFeed(reason=_("Say why, so that others know when to let it in again."))
    with transaction.atomic():
        hold, _made = Hold.objects.update_or_create(
            variant_id=variant.id,
            defaults={"reason": reason.strip()[:200], "at": at, "by": actor.label[:200]},
        )
        audit.record(
            actor=actor,
            action="advertising.article_held",
            record="catalog.product",
            record_id=variant.product_id,
            at=at,
            after={"sku": variant.sku},
            reason=hold.reason,
        )
    refresh_variants([variant.id], at=at)
    return hold


def let_article_in(sku: str, *, actor: Actor, at: dt.datetime) -> None:
    """End a hold by hand; other reasons still count. Raises VariantNotFound."""
    actor.require("advertising.write")
    variant = catalog.variant_by_sku(sku)
    with transaction.atomic():
        gone, _by_table = Hold.objects.filter(variant_id=variant.id).delete()
        if gone:
            audit.record(
                actor=actor,
                action="advertising.article_let_in",
                record="catalog.product",
                record_id=variant.product_id,
                at=at,
                after={"sku": variant.sku},
            )
    refresh_variants([variant.id], at=at)


def _limits(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values of ``FIELDS`` that were given, checked."""
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise TypeError(f"a feed has no {sorted(unknown)}")
    problems = {}
    if "max_return_bp" in values and not 0 <= values["max_return_bp"] <= 10_000:
        problems["max_return_bp"] = _("A rate lies between 0 and 100 percent.")
    if values.get("low_stock", 0) < 0:
        problems["low_stock"] = _("Units cannot be negative.")
    if problems:
        raise InvalidFeed(**problems)
    return values


def _move(feed: Feed, state: str, action: str, actor: Actor, at: dt.datetime) -> None:
    with transaction.atomic():
        if Feed.objects.filter(pk=feed.pk).exclude(state=state).update(state=state):
            audit.record(actor=actor, action=action, record=RECORD, record_id=feed.pk, at=at)
            revisions.bump_on_commit(f"feed:{feed.code}")
