"""On-site messages: written down, stopped by hand, and following what they are bound to (MKT-10)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.content import public as content_pages
from storecrew.contexts.marketing.errors import InvalidOnsite, OnsiteState, UnknownOnsite
from storecrew.contexts.marketing.facts import OnsiteContent
from storecrew.contexts.marketing.models import Campaign, OnsiteMessage, Segment
from storecrew.contexts.marketing.queries.onsite import TAG, standings
from storecrew.contexts.marketing.queries.words import onsite_words, problems
from storecrew.contexts.marketing.rules import onsite as rules
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.work import public as work
from storecrew.kernel import audit, revisions
from storecrew.kernel.actor import Actor, system_actor

RECORD = "marketing.onsite"
CLOCKWORK = system_actor("marketing.onsite")
State, Stopped = OnsiteMessage.State, OnsiteMessage.Stopped


def save_onsite(
    content: OnsiteContent, *, message_id: int | None = None, actor: Actor, at: dt.datetime
) -> int:
    """Write a banner or pop-up down, new or changed; it is on the calendar from then on. Returns its id.

    :raises InvalidOnsite: with the fields that are wrong
    :raises OnsiteState: it is over
    :raises UnknownOnsite: there is none with this id
    """
    actor.require("marketing.write")
    if wrong := {**_unknown(content), **rules.problems(content)}:
        raise InvalidOnsite(**problems(wrong, skus=content.skus))
    values = _values(content) | {"updated_at": at}
    with transaction.atomic():
        if message_id is None:
            row = OnsiteMessage.objects.create(**values, created_at=at)
        else:
            row = find(message_id)
            open_ones = OnsiteMessage.objects.filter(pk=message_id).exclude(stopped=Stopped.ENDED)
            if not open_ones.update(**values):
                raise OnsiteState(onsite=message_id)
            row.refresh_from_db()
        if row.picture_id:
            content_pages.prepare_pictures([row.picture_id])
        audit.record(
            actor=actor, action="marketing.onsite_saved", record=RECORD, record_id=row.pk, at=at,
            after={"name": row.name, "starts": row.starts_local, "ends": row.ends_local},
        )  # fmt: skip
        _put_on_calendar(row, at)
        _look([row], at)
        revisions.bump_on_commit(TAG)
    return row.pk


def _unknown(content: OnsiteContent) -> dict[str, str]:
    """Return the fields that name something which is not there."""
    found = {}
    if content.campaign_id is not None:
        row = Campaign.objects.filter(pk=content.campaign_id).first()
        if row is None or row.state == Campaign.State.ENDED:
            found["campaign"] = "unknown" if row is None else "over"
    if content.promotion_id is not None and content.promotion_id not in promotions.standing(
        [content.promotion_id]
    ):
        found["promotion"] = "unknown"
    if content.segment_id is not None and not Segment.objects.filter(pk=content.segment_id).exists():
        found["segment"] = "unknown"
    if content.picture_id is not None and not content_pages.pictures([content.picture_id]):
        found["picture"] = "unknown"
    if content.skus and set(content.skus) != set(catalog.variant_ids_by_sku(content.skus)):
        found["skus"] = "unknown"
    if not {*content.shop_channels} <= {each.code for each in channels.all_channels()}:
        found["shop_channels"] = "unknown"
    return found


def _values(content: OnsiteContent) -> dict[str, object]:
    found = {name: getattr(content, name) for name in OnsiteContent.__dataclass_fields__}
    starts, ends = found.pop("starts"), found.pop("ends")
    shops = [each for each in channels.all_channels() if each.code in content.shop_channels]
    zones = {each.timezone for each in shops or channels.all_channels()}
    first, last = rules.window(starts, ends, zones)
    popup = content.kind == "popup"
    return found | {
        "starts_local": starts,
        "ends_local": ends,
        "starts_at": first,
        "ends_at": last,
        "skus": list(content.skus),
        "shop_channels": list(content.shop_channels),
        "headings": dict(content.headings),
        "texts": dict(content.texts),
        "buttons": dict(content.buttons),
        "trigger": content.trigger if popup else "",
        "trigger_after": content.trigger_after if popup else 0,
    }


def _put_on_calendar(row: OnsiteMessage, at: dt.datetime) -> None:
    work.put_on_calendar(
        kind="onsite",
        title=row.name,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        owner_role="marketing_manager",
        record=RECORD,
        record_id=row.pk,
        url=page_of(row.pk),
        actor=CLOCKWORK,
        at=at,
    )


def hold_onsite(message_id: int, *, reason: str = "", actor: Actor, at: dt.datetime) -> None:
    """Take a message off the pages until somebody lets it go on. Raises OnsiteState when it is over."""
    _stop(message_id, Stopped.HELD, reason, actor, at)


def release_onsite(message_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Let a message go on that was held by hand; its gates still apply. Raises OnsiteState if over."""
    _stop(message_id, Stopped.NOT, "", actor, at)


def end_onsite(message_id: int, *, reason: str = "", actor: Actor, at: dt.datetime) -> None:
    """End a message for good, whatever its dates say. Raises OnsiteState when it is over."""
    _stop(message_id, Stopped.ENDED, reason, actor, at)


def _stop(message_id: int, stopped: str, reason: str, actor: Actor, at: dt.datetime) -> None:
    actor.require("marketing.write")
    with transaction.atomic():
        row = find(message_id)
        open_ones = OnsiteMessage.objects.filter(pk=message_id).exclude(state=State.ENDED)
        if not open_ones.update(stopped=stopped, updated_at=at):
            raise OnsiteState(onsite=message_id, state=row.state)
        row.refresh_from_db()
        _look([row], at, actor=actor, reason=reason)
        if stopped == Stopped.ENDED:
            work.take_off_calendar(record=RECORD, record_id=row.pk, kind="onsite", actor=CLOCKWORK, at=at)
        revisions.bump_on_commit(TAG)


def follow_onsite(at: dt.datetime) -> int:
    """Let every message that is not over follow its clock, campaign, promotion and goods.

    Returns how many moved. The pages ask for themselves as they are made; this writes down how it
    stands and renews what is kept.
    """
    rows = OnsiteMessage.objects.exclude(state=State.ENDED).select_related("campaign").order_by("pk")
    with transaction.atomic():
        moved = _look(list(rows), at)
        if moved:
            revisions.bump_on_commit(TAG)
    return moved


def _look(
    rows: Sequence[OnsiteMessage], at: dt.datetime, *, actor: Actor = CLOCKWORK, reason: str = ""
) -> int:
    """Write down how messages stand now, where that is another than before."""
    moved = 0
    for key, now in standings(rows, at).items():
        row = next(each for each in rows if each.pk == key)
        before = (row.state, row.held_because)
        if before == tuple(now):
            continue
        same = OnsiteMessage.objects.filter(pk=key, state=row.state, held_because=row.held_because)
        if not same.update(state=now.state, held_because=now.why):
            continue  # somebody else has just written it down
        moved += 1
        audit.record(
            actor=actor, action=f"marketing.onsite_{now.state}", record=RECORD, record_id=key, at=at,
            before={"state": before[0]}, after={"state": now.state}, reason=reason or onsite_words(now.why),
        )  # fmt: skip
    return moved


def find(message_id: int) -> OnsiteMessage:
    """Return a message; raises UnknownOnsite."""
    row = OnsiteMessage.objects.select_related("campaign").filter(pk=message_id).first()
    if row is None:
        raise UnknownOnsite(onsite=message_id)
    return row


def page_of(message_id: int) -> str:
    """Return where a message is shown in the back office."""
    return f"/admin/onsite/{message_id}/"
