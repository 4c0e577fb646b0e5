"""Planning ad groups: keywords, negatives, a landing page that keeps what is promised, pausing by stock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from storecrew.contexts.advertising.errors import FeedChanged, InvalidAdGroup
from storecrew.contexts.advertising.models import AdGroup, Keyword, Platform
from storecrew.contexts.advertising.queries.landing import buyable, find_group, look_at_landing, product_of
from storecrew.contexts.advertising.rules.spend_files import campaign_code
from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor, system_actor

RECORD = "advertising.ad_group"
MOST_KEYWORDS = 500
SYSTEM = system_actor("advertising.stock")
State = AdGroup.State


@dataclass(frozen=True, slots=True)
class GroupContent:
    """What a person says of an ad group. ``daily_budget`` is minor units of the channel's currency.

    A keyword is written as at the platforms: ``[exact]``, ``"phrase"``, or plain for a broad one.
    """

    name: str
    platform: str
    campaign: str
    channel_code: str
    locale: str
    landing: str
    keywords: tuple[str, ...]
    negatives: tuple[str, ...] = ()
    daily_budget: int = 0


def save_ad_group(
    content: GroupContent, *, group_id: int | None = None, version: int = 0, actor: Actor, at: dt.datetime
) -> AdGroup:
    """Make an ad group, or change one, with its keywords.

    :raises InvalidAdGroup: `details` maps fields to sentences
    :raises FeedChanged: somebody else saved it since ``version``
    """
    actor.require("advertising.write")
    channel = channels.facts(content.channel_code)
    values = _checked(content, channel)
    keywords = _keywords(content)
    try:
        with transaction.atomic():
            if group_id is None:
                group = AdGroup.objects.create(**values, created_at=at, created_by=actor.label[:200])
            else:
                group = find_group(group_id)
                rows = AdGroup.objects.filter(pk=group_id, version=version)
                if not rows.update(version=version + 1, **values):
                    raise FeedChanged(version=find_group(group_id).version)
                group.refresh_from_db()
                group.keywords.all().delete()
            Keyword.objects.bulk_create(Keyword(ad_group=group, **each) for each in keywords)
            audit.record(
                actor=actor,
                action="advertising.ad_group_saved",
                record=RECORD,
                record_id=group.pk,
                at=at,
                after={"name": group.name, "keywords": len(content.keywords), "landing": group.landing},
            )
    except IntegrityError as error:
        raise InvalidAdGroup(name=_("There is an ad group of this name in the campaign already.")) from error
    return group


def check_landing(group_id: int, *, actor: Actor, at: dt.datetime) -> AdGroup:
    """Look at a group's landing page and keep what was found. Raises UnknownAdGroup and NotServed."""
    actor.require("advertising.write")
    group = find_group(group_id)
    found = look_at_landing(group)
    group.checked_at = at
    group.check_result = {
        "status": found.status,
        "title": found.title[:200],
        "matched": found.matched,
        "keywords": found.keywords,
        "missing": list(found.missing)[:50],
        "problems": [each.stored() for each in found.problems],
    }
    AdGroup.objects.filter(pk=group.pk).update(checked_at=at, check_result=group.check_result)
    return group


def set_state(group_id: int, *, active: bool, actor: Actor, at: dt.datetime) -> None:
    """Let a group run or pause it by hand.

    :raises InvalidAdGroup: its landing page has a problem, or nothing on it can be bought
    """
    actor.require("advertising.write")
    if active:
        group = check_landing(group_id, actor=actor, at=at)
        if group.check_result["problems"]:
            raise InvalidAdGroup(
                _("The landing page does not keep what the ad would promise."),
                next_step=_("Look at the check of the landing page, then correct page or keywords."),
            )
    _move([group_id], State.ACTIVE if active else State.PAUSED, "" if active else "hand", actor, at)


def watch_stock(*, product_ids: Collection[int] | None = None, at: dt.datetime) -> int:
    """Pause groups whose product cannot be bought, let those go on whose product is back; return how many.

    Groups that a person paused stay as they are. Harmless when repeated.
    """
    rows = AdGroup.objects.filter(state=State.ACTIVE) | AdGroup.objects.filter(
        state=State.PAUSED, pause_reason="stock"
    )
    out: list[int] = []
    back: list[int] = []
    for group in rows.order_by("pk"):
        if product_ids is not None and product_of(group.landing) not in product_ids:
            continue
        there = buyable(group)
        if there is False and group.state == State.ACTIVE:
            out.append(group.pk)
        elif there and group.state == State.PAUSED:
            back.append(group.pk)
    return _move(out, State.PAUSED, "stock", SYSTEM, at) + _move(back, State.ACTIVE, "", SYSTEM, at)


def watch_variants(variant_ids: Iterable[int], *, at: dt.datetime) -> int:
    """Look at the groups of the products of these variants."""
    products = set(catalog.product_ids_of_variants(list(variant_ids)).values())
    return watch_stock(product_ids=products, at=at)


def _move(ids: list[int], state: str, pause_reason: str, actor: Actor, at: dt.datetime) -> int:
    moved = 0
    for group_id in ids:
        with transaction.atomic():
            rows = AdGroup.objects.filter(pk=group_id).exclude(state=state, pause_reason=pause_reason)
            if not rows.update(state=state, pause_reason=pause_reason):
                continue
            moved += 1
            action = "advertising.ad_group_active" if state == State.ACTIVE else "advertising.ad_group_paused"
            audit.record(
                actor=actor,
                action=action,
                record=RECORD,
                record_id=group_id,
                at=at,
                after={"reason": pause_reason} if pause_reason else None,
            )
    return moved


def _checked(content: GroupContent, channel: channels.ChannelFacts) -> dict[str, object]:
    problems = {}
    if not content.name.strip():
        problems["name"] = _("A name is needed.")
    if content.platform not in Platform.values:
        problems["platform"] = _("There is no such platform.")
    if not campaign_code(content.campaign):
        problems["campaign"] = _("A campaign code is needed: letters, digits and dashes.")
    if not content.landing.startswith(f"/{content.locale}/"):
        problems["landing"] = _("The landing page is a path of the shop in the language of the ads.")
    if not content.keywords:
        problems["keywords"] = _("At least one keyword is needed.")
    if len(content.keywords) + len(content.negatives) > MOST_KEYWORDS:
        problems["keywords"] = _("Too many keywords for one group; split it.")
    both = {_plain(each) for each in content.keywords} & {_plain(each) for each in content.negatives}
    if both:
        problems["negatives"] = _("Both wanted and unwanted: %(words)s") % {"words": ", ".join(sorted(both))}
    if content.daily_budget < 0:
        problems["daily_budget"] = _("An amount of money cannot be negative.")
    if problems:
        raise InvalidAdGroup(**problems)
    return {
        "name": content.name.strip()[:120],
        "platform": content.platform,
        "campaign": campaign_code(content.campaign),
        "channel_id": channel.id,
        "locale": content.locale,
        "landing": content.landing[:500],
        "daily_budget": content.daily_budget,
        "currency": channel.currency,
    }


def _plain(text: str) -> str:
    return text.strip().strip('[]"').strip().casefold()


def _keywords(content: GroupContent) -> list[dict[str, object]]:
    found: dict[tuple[str, str], dict[str, object]] = {}
    for negative, texts in ((False, content.keywords), (True, content.negatives)):
        for text in texts:
            plain = _plain(text)[:80]
            written = text.strip()
            match = "exact" if written.startswith("[") else "phrase" if written.startswith('"') else "broad"
            if plain:
                found.setdefault((plain, match), {"text": plain, "match": match, "negative": negative})
    return list(found.values())
