"""Writing campaigns, their activities and the promotions they tell of."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from storecrew.contexts.budgets import public as budgets
from storecrew.contexts.marketing.errors import (
    CampaignOutdated,
    CampaignState,
    InvalidCampaign,
    UnknownCampaign,
)
from storecrew.contexts.marketing.events import CampaignChanged
from storecrew.contexts.marketing.facts import ActivityContent, CampaignContent
from storecrew.contexts.marketing.models import Activity, BoundPromotion, Campaign, StrategyPlan
from storecrew.contexts.marketing.models.campaigns import Goal
from storecrew.contexts.marketing.operations import print_dates, telling
from storecrew.contexts.marketing.operations.moving import RECORD, find
from storecrew.contexts.marketing.providers.budget_costs import cost_of
from storecrew.contexts.marketing.queries.words import problem_words
from storecrew.contexts.marketing.rules import campaigns as rules
from storecrew.contexts.promotions import public as promotions
from storecrew.kernel import audit, outbox
from storecrew.kernel.actor import Actor
from storecrew.kernel.sentence import say

State = Campaign.State
EDITABLE = (State.DRAFT, State.SCHEDULED, State.PAUSED, State.STOPPED)
PERMISSION = "marketing.write"
TOLD = (
    "name", "goal", "currency", "budget", "starts_at", "ends_at", "state",
    "audience", "brief", "utm_campaign", "shop_channels",
)  # fmt: skip


def create_campaign(content: CampaignContent, *, actor: Actor, at: dt.datetime) -> Campaign:
    """Write a new campaign as a draft; an empty UTM code is made from its name. Raises InvalidCampaign."""
    actor.require(PERMISSION)
    values = _values(content)
    with transaction.atomic():
        row = Campaign.objects.create(created_at=at, created_by=actor.label[:200], updated_at=at, **values)
        telling.put_on_calendar(row, at=at)
        _note(row, "created", actor, at, after={"name": row.name, "goal": row.goal})
    return row


def change_campaign(
    campaign_id: int, content: CampaignContent, *, revision: int, actor: Actor, at: dt.datetime
) -> Campaign:
    """Save changes; it becomes a draft and has to pass its checks again before it starts.

    :raises InvalidCampaign: with the fields that are wrong
    :raises CampaignOutdated: somebody else saved it since ``revision``
    :raises CampaignState: it runs or is over
    """
    actor.require(PERMISSION)
    row = find(campaign_id)
    if row.state not in EDITABLE:
        raise CampaignState(campaign=row.pk, state=row.state)
    values = _values(content, besides=row.pk)
    with transaction.atomic():
        rows = Campaign.objects.filter(pk=row.pk, revision=revision, state__in=EDITABLE)
        kept = {"state": State.DRAFT, "stopped_because": [], "revision": revision + 1, "updated_at": at}
        if not rows.update(**values, **kept):
            raise CampaignOutdated(revision=find(row.pk).revision)
        before = _told(row)
        row.refresh_from_db()
        telling.withdraw_questions(row, say("It was changed and will be asked anew."), at=at)
        telling.all_clear(row, at=at)
        telling.put_on_calendar(row, at=at)
        _note(row, "changed", actor, at, before=before, after=_told(row))
    return row


def save_activity(
    campaign_id: int,
    content: ActivityContent,
    *,
    activity_id: int | None = None,
    actor: Actor,
    at: dt.datetime,
) -> int:
    """Write an activity of a campaign that is not over, new or changed; return its id.

    :raises InvalidCampaign: with the fields that are wrong
    :raises UnknownCampaign: also for an activity of another campaign
    """
    actor.require(PERMISSION)
    row = find(campaign_id)
    if row.state == State.ENDED and content.actual_cost is None:
        raise CampaignState(campaign=row.pk, state=row.state)
    _refuse(rules.activity_problems(content))
    values = {
        "channel": content.channel,
        "title": content.title.strip()[:120],
        "owner": content.owner.strip()[:120],
        "partner": content.partner.strip()[:120],
        "starts_at": content.starts_at,
        "ends_at": content.ends_at,
        "cost": content.cost,
        "actual_cost": content.actual_cost,
        "state": content.state,
    }
    with transaction.atomic():
        before = Activity.objects.filter(pk=activity_id, campaign=row).first() if activity_id else None
        budgets.require_room(
            cost_of(Activity(campaign=row, **values)),
            besides=cost_of(before).committed if before is not None else 0,
            actor=actor,
        )
        if activity_id is None:
            activity_id = Activity.objects.create(campaign=row, **values).pk
        elif not Activity.objects.filter(pk=activity_id, campaign=row).update(**values):
            raise UnknownCampaign(campaign=campaign_id, activity=activity_id)
        print_dates.follow_activity(activity_id, at=at)
        after = {"currency": row.currency} | {key: _plain(value) for key, value in values.items()}
        _note(row, "activity_saved", actor, at, after=after)
    return activity_id


def bind_promotion(campaign_id: int, promotion_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Let a campaign tell of a promotion; a second time changes nothing.

    :raises UnknownPromotion: there is none with this id
    """
    actor.require(PERMISSION)
    row = find(campaign_id)
    known = promotions.standing([promotion_id])
    if promotion_id not in known:
        raise promotions.UnknownPromotion(promotion=promotion_id)
    with transaction.atomic():
        _bound, new = BoundPromotion.objects.get_or_create(campaign=row, promotion_id=promotion_id)
        if new:
            _note(row, "promotion_bound", actor, at, after={"promotion": known[promotion_id].name})


def unbind_promotion(campaign_id: int, promotion_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Let a campaign tell of a promotion no more; harmless when it does not."""
    actor.require(PERMISSION)
    row = find(campaign_id)
    with transaction.atomic():
        gone, _rows = BoundPromotion.objects.filter(campaign=row, promotion_id=promotion_id).delete()
        if gone:
            known = promotions.standing([promotion_id]).get(promotion_id)
            name = known.name if known else promotion_id
            _note(row, "promotion_unbound", actor, at, after={"promotion": name})


def _values(content: CampaignContent, *, besides: int | None = None) -> dict[str, Any]:
    """Return the columns of a campaign; raises InvalidCampaign."""
    others = Campaign.objects.all() if besides is None else Campaign.objects.exclude(pk=besides)
    taken = set(others.values_list("utm_campaign", flat=True))
    code = content.utm_campaign.strip().lower() or rules.utm_code(content.name, taken)
    content = CampaignContent(**{**_fields(content), "utm_campaign": code})
    wrong = rules.problems(content)
    if code in taken:
        wrong.append(("utm_campaign", "taken"))
    if content.plan_id is not None and not StrategyPlan.objects.filter(pk=content.plan_id).exists():
        wrong.append(("plan", "unknown"))
    _refuse(wrong)
    return {
        "name": content.name.strip()[:120],
        "goal": content.goal,
        "goal_value": content.goal_value,
        "audience": content.audience.strip()[:200],
        "brief": content.brief.strip(),
        "utm_campaign": code,
        "shop_channels": list(content.shop_channels),
        "currency": content.currency,
        "budget": content.budget,
        "plan_id": content.plan_id,
        "starts_at": content.starts_at,
        "ends_at": content.ends_at,
    }


def _fields(content: CampaignContent) -> dict[str, Any]:
    return {name: getattr(content, name) for name in content.__dataclass_fields__}


def _refuse(wrong: list[tuple[str, str]]) -> None:
    if wrong:
        raise InvalidCampaign(**{name: problem_words(code) for name, code in wrong})


def goal_told(goal: str, value: int | None) -> dict[str, Any]:
    """Return a goal's value for the trail, under a name that says whether it is money."""
    return {"goal_amount" if goal == Goal.REVENUE else "goal_value": value}


def _told(row: Campaign) -> dict[str, Any]:
    """Return a campaign for the trail."""
    return {name: _plain(getattr(row, name)) for name in TOLD} | goal_told(row.goal, row.goal_value)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.datetime) else value


def _note(
    row: Campaign,
    action: str,
    actor: Actor,
    at: dt.datetime,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any],
) -> None:
    """Write the audit line and tell those who follow campaigns."""
    audit.record(
        actor=actor,
        action=f"marketing.{action}",
        record=RECORD,
        record_id=row.pk,
        at=at,
        before=before,
        after=after,
    )
    outbox.publish(CampaignChanged(campaign_id=row.pk))
