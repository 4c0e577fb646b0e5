"""Writing a promotion down: every saved version is kept, and nobody overwrites what they have not seen."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Any

from django.db import transaction

from storecrew.contexts.channels import public as channels
from storecrew.contexts.promotions.errors import InvalidPromotion, PromotionChanged, WrongState
from storecrew.contexts.promotions.facts import Content
from storecrew.contexts.promotions.models import PlannedUnits, Promotion, PromotionVersion
from storecrew.contexts.promotions.operations import telling
from storecrew.contexts.promotions.operations.activating import renew_active
from storecrew.contexts.promotions.operations.moving import RECORD, find
from storecrew.contexts.promotions.queries.words import problem_words
from storecrew.contexts.promotions.rules import schedule, validating
from storecrew.contexts.promotions.rules.terms import lane_of, read_scope
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor

EDITABLE = (
    Promotion.State.DRAFT,
    Promotion.State.SCHEDULED,
    Promotion.State.PAUSED,
    Promotion.State.STOPPED,
)


def create_promotion(content: Content, *, actor: Actor, at: dt.datetime) -> Promotion:
    """Write a new promotion as a draft. Raises InvalidPromotion."""
    actor.require("promotions.write")
    values = _values(content)
    with transaction.atomic():
        row = Promotion.objects.create(created_at=at, created_by=actor.label[:200], updated_at=at, **values)
        _write_plan(row, content)
        _keep_version(row, content, actor, at)
        audit.record(
            actor=actor,
            action="promotions.created",
            record=RECORD,
            record_id=row.pk,
            at=at,
            after={"name": row.name, "kind": row.kind},
        )
    return row


def change_promotion(
    promotion_id: int, content: Content, *, revision: int, actor: Actor, at: dt.datetime
) -> Promotion:
    """Save changes; it becomes a draft and has to pass its checks again before it starts.

    :raises InvalidPromotion: with the fields that are wrong
    :raises PromotionChanged: somebody else saved it since ``revision``
    :raises WrongState: it runs or is over
    """
    actor.require("promotions.write")
    row = find(promotion_id)
    if row.state not in EDITABLE:
        raise WrongState(promotion=row.pk, state=row.state)
    values = _values(content)
    with transaction.atomic():
        kept = {
            "state": Promotion.State.DRAFT,
            "pause_reason": "",
            "updated_at": at,
            "revision": revision + 1,
        }
        rows = Promotion.objects.filter(pk=row.pk, revision=revision, state__in=EDITABLE)
        if not rows.update(**values, **kept):
            raise PromotionChanged(revision=find(row.pk).revision)
        before = {
            name: getattr(row, name) for name in ("name", "kind", "priority", "starts_local", "ends_local")
        }
        was = row.state
        row.refresh_from_db()
        _write_plan(row, content)
        _keep_version(row, content, actor, at)
        telling.take_off_calendar(row, at=at)
        if was != Promotion.State.DRAFT:
            telling.begin_anew(row, at=at)
        if was == Promotion.State.PAUSED:
            # Carts that had it are priced without it, in every process.
            renew_active()
        audit.record(
            actor=actor,
            action="promotions.changed",
            record=RECORD,
            record_id=row.pk,
            at=at,
            before=before,
            after={**{name: getattr(row, name) for name in before}, "revision": row.revision},
        )
    return row


def content_of(row: Promotion) -> Content:
    """Return what people entered for a promotion as it stands, from its newest version."""
    kept = dict(row.versions.order_by("-revision").values_list("content", flat=True)[0])
    for name in ("starts", "ends"):
        kept[name] = dt.datetime.fromisoformat(kept[name]) if kept[name] else None
    for name in ("combines", "channels"):
        kept[name] = tuple(kept[name])
    planned = dict(row.planned.values_list("variant_id", "units"))
    return Content(**kept | {"planned": planned})


def _values(content: Content) -> dict[str, Any]:
    """Return the columns of a promotion; raises InvalidPromotion."""
    if wrong := validating.problems(content):
        raise InvalidPromotion(**{name: problem_words(name, code) for name, code in wrong})
    starts, ends = _widest(content)
    return {
        "name": content.name.strip()[:120],
        "kind": content.kind,
        "lane": lane_of(content.kind, read_scope(content.definition.get("scope", {}))),
        "by_code": content.by_code,
        "priority": content.priority,
        "exclusive": content.exclusive,
        "combines": list(content.combines),
        "channels": list(content.channels),
        "definition": dict(content.definition),
        "starts_local": content.starts.isoformat(timespec="minutes") if content.starts else "",
        "ends_local": content.ends.isoformat(timespec="minutes") if content.ends else "",
        "timezone": content.timezone,
        "active_from": starts,
        "active_until": ends,
        "sentence": {key: text.strip() for key, text in content.sentence.items() if text.strip()},
        "exclusions": {key: text.strip() for key, text in content.exclusions.items() if text.strip()},
        "service_brief": content.service_brief.strip(),
        "currency": content.currency,
        "margin_floor_bp": content.margin_floor_bp,
        "uses_cap": content.uses_cap,
        "customer_cap": content.customer_cap,
        "budget_cap": content.budget_cap,
        "units_cap": content.units_cap,
        "pause_below": content.pause_below,
    }


def _widest(content: Content) -> tuple[dt.datetime | None, dt.datetime | None]:
    """Return the earliest start and the latest end over the zones of the channels."""
    zones = (
        {content.timezone}
        if content.timezone
        else {
            channel.timezone
            for channel in channels.all_channels()
            if not content.channels or channel.code in content.channels
        }
    )
    early = schedule.early_of(content.definition)
    begins = early.starts if early else content.starts
    windows = [schedule.window(begins, content.ends, zone) for zone in zones or {"UTC"}]
    starts = [start for start, _ in windows if start is not None]
    ends = [end for _, end in windows if end is not None]
    return (min(starts) if starts else None, max(ends) if ends else None)


def _write_plan(row: Promotion, content: Content) -> None:
    row.planned.all().delete()
    PlannedUnits.objects.bulk_create(
        PlannedUnits(promotion=row, variant_id=key, units=units, source=content.planned_source)
        for key, units in content.planned.items()
        if units > 0
    )


def _keep_version(row: Promotion, content: Content, actor: Actor, at: dt.datetime) -> None:
    kept = asdict(content)
    for name in ("starts", "ends"):
        kept[name] = kept[name].isoformat() if kept[name] else None
    kept["planned"] = {str(key): units for key, units in content.planned.items()}
    PromotionVersion.objects.create(
        promotion=row, revision=row.revision, content=kept, at=at, by=actor.label[:200]
    )
