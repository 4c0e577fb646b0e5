"""Sending posts: asked again what they promise, claimed, sent once, looked for when nobody answered.

No lock is held across a call. A placement is claimed by one conditional statement before it is sent, so that
of two workers one sends it; one that was claimed and never answered is looked for on the network before it is
sent again.
"""

from __future__ import annotations

import datetime as dt
import logging

from django.db import transaction
from django.db.models import F, Q

from storecrew.contexts.channels import public as channels
from storecrew.contexts.marketing.models import Campaign, Placement, SocialPost
from storecrew.contexts.marketing.operations.posts import CLOCKWORK, RECORD, alarm, link_of, note
from storecrew.contexts.marketing.providers import social
from storecrew.contexts.marketing.queries import blocks
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.work import public as work
from storecrew.kernel.sentence import say

logger = logging.getLogger(__name__)
State, Where = SocialPost.State, Placement.State
PATIENCE = dt.timedelta(minutes=10)
LATER = dt.timedelta(minutes=15)
MOST_TRIES = 6


def publish_due(at: dt.datetime, *, limit: int = 20) -> int:
    """Send what is due; return how many were posted now. Safe to run twice and by several workers."""
    posted = 0
    rows = Placement.objects.filter(post__state=State.SCHEDULED, post__due_at__lte=at)
    due = Q(state=Where.WAITING) & (Q(next_at=None) | Q(next_at__lte=at))
    lost = Q(state=Where.SENDING, claimed_at__lte=at - PATIENCE) | Q(state=Where.UNKNOWN, next_at__lte=at)
    for row in list(rows.filter(due | lost).select_related("post__campaign").order_by("pk")[:limit]):
        posted += _look_for(row, at) if row.state != Where.WAITING else _send(row, at)
    return posted


def _send(row: Placement, at: dt.datetime) -> bool:
    """Ask the gates, claim it, send it."""
    if why := reason_against(row.post, at):
        _stop(row.post, why, at)
        return False
    network = social.network(row.network)
    if network is None:
        _stop(row.post, say("%(network)s is not set up.", network=social.name_of(row.network)), at)
        return False
    claimed = Placement.objects.filter(pk=row.pk, state=Where.WAITING, tries=row.tries)
    if not claimed.update(state=Where.SENDING, claimed_at=at, tries=F("tries") + 1):
        return False
    try:
        return _keep(row, network.post(_message(row)), at)
    except social.RefusedPost as error:
        _write(row, at, state=Where.REFUSED, problem=str(error)[:300])
        _stop(row.post, say("%(network)s refused it: %(why)s", network=network.name, why=str(error)), at)
    except social.NotNow as error:
        _write(row, at, state=Where.WAITING, next_at=at + LATER, problem=str(error)[:300])
        _give_up(row, at)
    except social.NoAnswer as error:
        _write(row, at, state=Where.UNKNOWN, next_at=at + PATIENCE, problem=str(error)[:300])
    return False


def _look_for(row: Placement, at: dt.datetime) -> bool:
    """Ask the network whether it has what nobody answered for; only when it has not, it is sent again."""
    network = social.network(row.network)
    if network is None:
        return False
    mine = Placement.objects.filter(
        pk=row.pk, state=row.state, claimed_at=row.claimed_at, next_at=row.next_at
    )
    if not mine.update(state=Where.UNKNOWN, next_at=at + PATIENCE):
        return False
    try:
        found = network.find(_message(row))
    except social.NoAnswer as error:
        logger.info("social: %s does not say whether it has %s: %s", row.network, row.key, error)
        return False
    if found is not None:
        return _keep(row, found, at)
    _write(row, at, state=Where.WAITING, next_at=None)
    _give_up(row, at)
    return False


def reason_against(post: SocialPost, at: dt.datetime) -> str:
    """Return in words why a post may not leave now, "" when it may: its campaign, promotion, articles."""
    campaign = post.campaign
    if campaign is not None and campaign.state in (Campaign.State.PAUSED, Campaign.State.STOPPED):
        return say("The campaign “%(name)s” does not run.", name=campaign.name)
    if post.promotion_id is not None:
        standing = promotions.standing([post.promotion_id]).get(post.promotion_id)
        if standing is None or not standing.holds_in(post.shop_channel, at):
            name = standing.name if standing else "–"
            return say("The promotion “%(name)s” does not hold now.", name=name)
    if post.skus:
        there = blocks.buyable(post.skus, channel=channels.facts(post.shop_channel))
        gone = [sku for sku in post.skus if sku not in there]
        if gone:
            return say("%(skus)s cannot be bought now.", skus=", ".join(gone))
    return ""


def _message(row: Placement) -> social.Message:
    post = row.post
    link = link_of(post, row.network, row.key, post.campaign.utm_campaign if post.campaign else "social")
    return social.Message(
        key=row.key,
        text=f"{post.text}\n{link}",
        link=link,
        locale=post.locale,
        picture=bytes(post.picture),
        picture_alt=post.picture_alt,
    )


def _keep(row: Placement, found: social.Posted, at: dt.datetime) -> bool:
    with transaction.atomic():
        _write(row, at, state=Where.POSTED, external_id=found.id, url=found.url, posted_at=at, problem="")
        note("post_published", row.post_id, CLOCKWORK, at, after={"network": row.network, "url": found.url})
        open_ = Placement.objects.filter(post_id=row.post_id).exclude(state=Where.POSTED)
        if not open_.exists():
            SocialPost.objects.filter(pk=row.post_id).update(state=State.DONE, updated_at=at)
    return True


def _write(row: Placement, at: dt.datetime, **values: object) -> None:
    Placement.objects.filter(pk=row.pk).update(**values)


def _give_up(row: Placement, at: dt.datetime) -> None:
    if row.tries + 1 >= MOST_TRIES:
        name = social.name_of(row.network)
        _stop(row.post, say("%(network)s did not take it in %(n)s tries.", network=name, n=MOST_TRIES), at)


def _stop(post: SocialPost, why: str, at: dt.datetime) -> None:
    """Stop a post and tell marketing, once."""
    with transaction.atomic():
        rows = SocialPost.objects.filter(pk=post.pk, state=State.SCHEDULED)
        if not rows.update(state=State.STOPPED, stopped_because=why, updated_at=at):
            return
        work.raise_finding(
            code="marketing.post_stopped",
            title=say("Not posted: %(name)s", name=post.name),
            detail=why,
            owner_role="marketing_manager",
            dedupe_key=alarm(post.pk),
            record=RECORD,
            record_id=post.pk,
            url=f"/admin/posts/{post.pk}/",
            actor=CLOCKWORK,
            at=at,
        )
        note("post_stopped", post.pk, CLOCKWORK, at, reason=why)
