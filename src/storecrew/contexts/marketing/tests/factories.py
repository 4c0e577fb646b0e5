"""Campaigns for tests of any context."""

from __future__ import annotations

import datetime as dt
from typing import Any

from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Campaign
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
