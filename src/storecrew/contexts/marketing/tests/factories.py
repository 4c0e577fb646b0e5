"""Campaigns for tests of any context."""

from __future__ import annotations

import datetime as dt
from typing import Any

from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Campaign, WorkItem
from storecrew.contexts.work import public as work
from storecrew.kernel.actor import system_actor

AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
ACTOR = system_actor("tests")


def content(**changes: Any) -> marketing.CampaignContent:
    """What a campaign of ten days is written down as."""
    values: dict[str, Any] = {
        "name": "Spring",
        "goal": "revenue",
        "goal_value": 500_000,
        "currency": "EUR",
        "brief": "Ten days of spring; expect more calls about sizes.",
        "budget": 100_000,
        "starts_at": AT + DAY,
        "ends_at": AT + 11 * DAY,
    }
    return marketing.CampaignContent(**(values | changes))


def activity(**changes: Any) -> marketing.ActivityContent:
    """What is done on one channel."""
    values: dict[str, Any] = {
        "channel": "print",
        "title": "Flyer",
        "owner": "Mina",
        "starts_at": AT + DAY,
        "ends_at": AT + 2 * DAY,
        "cost": 40_000,
    }
    return marketing.ActivityContent(**(values | changes))


def make_campaign(**changes: Any) -> Campaign:
    """A draft with one activity."""
    row = marketing.create_campaign(content(**changes), actor=ACTOR, at=AT)
    marketing.save_activity(row.pk, activity(), actor=ACTOR, at=AT)
    return row


def sign_off(campaign_id: int, *, at: dt.datetime) -> None:
    """Let every team sign a campaign off."""
    for task in marketing.sign_offs(campaign_id):
        if task.is_open:
            work.finish_task(task.id, note="Noted", actor=ACTOR, at=at)


def make_live(**changes: Any) -> Campaign:
    """A campaign that runs."""
    row = make_campaign(**changes)
    marketing.schedule_campaign(row.pk, actor=ACTOR, at=AT)
    sign_off(row.pk, at=AT)
    marketing.launch_due(AT + DAY)
    row.refresh_from_db()
    return row


def make_agency(**changes: Any) -> int:
    """An agency that costs 80 EUR an hour; return its id."""
    values = {"name": "Studio North", "currency": "EUR", "hourly_rate": 8_000} | changes
    return marketing.save_agency(marketing.AgencyContent(**values), actor=ACTOR, at=AT)


def make_item(**changes: Any) -> WorkItem:
    """A work item of four hours and 300 EUR, due in five days, of a campaign without anything else."""
    campaign = changes.pop("campaign", None) or marketing.create_campaign(content(), actor=ACTOR, at=AT).pk
    values: dict[str, Any] = {
        "campaign_id": campaign,
        "channel": "search",
        "title": "Better titles",
        "brief": "Titles of 60 characters for the ten pages that sell most.",
        "due_at": AT + 5 * DAY,
        "estimate_minutes": 240,
        "cost": 30_000,
    }
    key = marketing.save_item(marketing.ItemContent(**(values | changes)), actor=ACTOR, at=AT)
    return WorkItem.objects.get(pk=key)


def grant(agency_id: int, campaign_id: int, **changes: Any) -> int:
    """Let Nora of the agency in for thirty days; return the id of the access."""
    values: dict[str, Any] = {
        "email": "nora@studio.example",
        "name": "Nora",
        "campaign_ids": [campaign_id],
        "starts_at": AT,
        "ends_at": AT + 30 * DAY,
        "at": AT,
    }
    return marketing.grant_access(agency_id, actor=ACTOR, **(values | changes))


def onsite_content(**changes: Any) -> marketing.OnsiteContent:
    """What a banner of eight days on the home page is written down as."""
    values: dict[str, Any] = {
        "kind": "banner",
        "name": "Spring banner",
        "placement": "home",
        "headings": {"en": "Spring is here", "ko": "봄이 왔어요"},
        "texts": {"en": "All that blooms."},
        "buttons": {"en": "Have a look"},
        "path": "/search/?q=mug",
        "starts": "2026-03-03T00:00",
        "ends": "2026-03-11T00:00",
    }
    return marketing.OnsiteContent(**(values | changes))


def make_banner(**changes: Any) -> int:
    """Write one down and return its id."""
    return marketing.save_onsite(onsite_content(**changes), actor=ACTOR, at=AT)
