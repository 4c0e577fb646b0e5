"""Posts for social networks as people plan them: written, scheduled, taken off, tried again."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.marketing.errors import InvalidPost, PostState, UnknownPost
from storecrew.contexts.marketing.facts import PostContent
from storecrew.contexts.marketing.models import Campaign, Placement, SocialPost
from storecrew.contexts.marketing.providers import social
from storecrew.contexts.marketing.queries.words import problem_words, problems
from storecrew.contexts.marketing.rules import social as rules
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.work import public as work
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor, system_actor

RECORD = "marketing.post"
PERMISSION = "marketing.write"
State = SocialPost.State
CLOCKWORK = system_actor("marketing.posts")
EDITABLE = (State.DRAFT, State.STOPPED)


def save_post(content: PostContent, *, post_id: int | None = None, actor: Actor, at: dt.datetime) -> int:
    """Write a post down, new or changed before it is scheduled; return its id.

    A new picture is drawn anew in the limited child; without one the picture it has stays.

    :raises InvalidPost: with the fields that are wrong, such as a text too long for one of the networks
    :raises PostState: it is scheduled, posted or canceled
    """
    actor.require(PERMISSION)
    row = None if post_id is None else find(post_id)
    if row is not None and row.state not in EDITABLE:
        raise PostState(post=row.pk, state=row.state)
    drawn = _drawn(content)
    width, height = (
        (drawn[1], drawn[2]) if drawn else (row.picture_width, row.picture_height) if row else (0, 0)
    )
    _refuse(_wrong(content) | _unfit(content, width, height))
    values: dict[str, Any] = {
        name: getattr(content, name)
        for name in ("campaign_id", "promotion_id", "shop_channel", "locale", "path", "due_at", "picture_alt")
    }
    values |= {"name": content.name.strip()[:120], "text": content.text.strip(), "skus": list(content.skus)}
    values |= {"state": State.DRAFT, "stopped_because": "", "updated_at": at}
    if drawn:
        values |= {"picture": drawn[0], "picture_width": width, "picture_height": height}
    with transaction.atomic():
        if post_id is None:
            post_id = SocialPost.objects.create(created_at=at, **values).pk
        elif not SocialPost.objects.filter(pk=post_id, state__in=EDITABLE).update(**values):
            raise PostState(post=post_id)
        _place(post_id, content.networks)
        _put_on_calendar(post_id, content, at)
        note(
            "post_saved", post_id, actor, at, after={"name": values["name"], "networks": [*content.networks]}
        )
    return post_id


def schedule_post(post_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Let a post leave at its time; what has passed leaves at once. Raises PostState."""
    actor.require("marketing.send")
    row = find(post_id)
    with transaction.atomic():
        if not SocialPost.objects.filter(pk=row.pk, state__in=EDITABLE).update(
            state=State.SCHEDULED, stopped_because="", updated_at=at
        ):
            raise PostState(post=row.pk, state=row.state)
        work.resolve_finding(dedupe_key=alarm(row.pk), actor=CLOCKWORK, at=at)
        note("post_scheduled", row.pk, actor, at)


def cancel_post(post_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Post it no more; what a network has already stays there. Raises PostState when it is posted."""
    actor.require(PERMISSION)
    row = find(post_id)
    with transaction.atomic():
        open_ = (State.DRAFT, State.SCHEDULED, State.STOPPED)
        if not SocialPost.objects.filter(pk=row.pk, state__in=open_).update(
            state=State.CANCELED, updated_at=at
        ):
            raise PostState(post=row.pk, state=row.state)
        work.take_off_calendar(record=RECORD, record_id=row.pk, kind="social", actor=CLOCKWORK, at=at)
        work.resolve_finding(dedupe_key=alarm(row.pk), actor=CLOCKWORK, at=at)
        note("post_canceled", row.pk, actor, at)


def find(post_id: int) -> SocialPost:
    """Return a post; raises UnknownPost."""
    row = SocialPost.objects.select_related("campaign").defer("picture").filter(pk=post_id).first()
    if row is None:
        raise UnknownPost(post=post_id)
    return row


def link_of(content: PostContent | SocialPost, network: str, key: str, campaign: str) -> str:
    """Return the address that stands in a post on a network, with whose post it is."""
    path = (
        content.path if content.path.startswith(f"/{content.locale}/") else f"/{content.locale}{content.path}"
    )
    words = {"source": rules.SOURCES[network], "medium": "social", "campaign": campaign, "content": key}
    return rules.tagged(f"{settings.STORECREW_BASE_URL}{path}", **words)


def alarm(post_id: int) -> str:
    """Return the key of the alert about a post."""
    return f"marketing.post:{post_id}"


def note(action: str, post_id: int, actor: Actor, at: dt.datetime, **more: Any) -> None:
    """Write the audit line of a post."""
    audit.record(actor=actor, action=f"marketing.{action}", record=RECORD, record_id=post_id, at=at, **more)


def _drawn(content: PostContent) -> tuple[bytes, int, int] | None:
    if not content.picture:
        return None
    try:
        made = catalog.clean_picture(content.picture)
    except catalog.InvalidImage as error:
        raise InvalidPost(picture=str(error)) from error
    return made.content, made.width, made.height


def _wrong(content: PostContent) -> dict[str, str]:
    """Return {field: sentence} of what no network takes."""
    wrong = {
        name: problem_words("missing") for name in ("name", "text") if not getattr(content, name).strip()
    }
    known = {each.code for each in social.networks()}
    if not content.networks:
        wrong["networks"] = problem_words("missing")
    elif not set(content.networks) <= known:
        wrong["networks"] = problem_words("unknown")
    if not content.path.startswith("/") or content.path.startswith("//"):
        wrong["path"] = problem_words("path")
    if content.skus and set(content.skus) != set(catalog.variant_ids_by_sku(content.skus)):
        wrong |= problems({"skus": "unknown"}, skus=content.skus)
    if content.shop_channel not in {each.code for each in channels.all_channels()}:
        wrong["shop_channel"] = problem_words("unknown")
    if content.campaign_id is not None and not Campaign.objects.filter(pk=content.campaign_id).exists():
        wrong["campaign"] = problem_words("unknown")
    if content.promotion_id is not None and not promotions.standing([content.promotion_id]):
        wrong["promotion"] = problem_words("unknown")
    return wrong


def _unfit(content: PostContent, width: int, height: int) -> dict[str, str]:
    """Return {field: sentence} of what one of the chosen networks does not take."""
    wrong = {}
    text = content.text.strip()
    for code in (each for each in content.networks if each in rules.LIMITS):
        link = link_of(content, code, "x" * rules.MOST_KEY, "x" * 30)
        words: dict[str, Any] = {"network": social.name_of(code), "width": width, "height": height}
        words |= {"longest": rules.LIMITS[code].longest, "count": rules.length(code, text, link)}
        if not rules.text_fits(code, text, link):
            wrong["text"] = (
                _("%(network)s takes %(longest)s characters with the link; this has %(count)s.") % words
            )
        if width and not rules.picture_fits(code, width, height):
            wrong["picture"] = (
                _("%(network)s would cut a picture of %(width)s × %(height)s. Use another shape.") % words
            )
    if width and not content.picture_alt.strip():
        wrong["picture_alt"] = _("Say what is to be seen, for people who do not see it.")
    return wrong


def _place(post_id: int, networks: tuple[str, ...]) -> None:
    rows = Placement.objects.filter(post_id=post_id)
    rows.exclude(network__in=networks).filter(external_id="").delete()
    there = set(rows.values_list("network", flat=True))
    Placement.objects.bulk_create(
        Placement(post_id=post_id, network=code, key=f"p{post_id}-{secrets.token_hex(6)}")
        for code in networks
        if code not in there
    )
    rows.filter(state=Placement.State.REFUSED).update(state=Placement.State.WAITING, problem="", tries=0)


def _put_on_calendar(post_id: int, content: PostContent, at: dt.datetime) -> None:
    work.put_on_calendar(
        kind="social",
        title=content.name,
        starts_at=content.due_at,
        ends_at=content.due_at,
        owner_role="marketing_manager",
        record=RECORD,
        record_id=post_id,
        url=f"/admin/posts/{post_id}/",
        actor=CLOCKWORK,
        at=at,
    )


def _refuse(wrong: dict[str, str]) -> None:
    if wrong:
        raise InvalidPost(**wrong)
