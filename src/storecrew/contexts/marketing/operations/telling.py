"""Telling the other teams of a campaign: sign-offs before it starts, the calendar, alerts (MKT-17)."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.marketing.models import Campaign
from storecrew.contexts.marketing.operations.moving import RECORD, page_of
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.work import public as work
from storecrew.kernel.actor import system_actor
from storecrew.kernel.sentence import say

ACTOR = system_actor("marketing")
SIGNING_OFF = ("head_of_digital", "ecommerce_sme", "customer_service", "logistics_manager")
TASK = "campaign_sign_off"


def ask_for_sign_off(row: Campaign, *, due_at: dt.datetime, at: dt.datetime) -> None:
    """Ask the teams that will feel it to sign it off; once per version."""
    work.ask_teams(
        SIGNING_OFF,
        code=TASK,
        title=say("Campaign to sign off: %(name)s", name=row.name),
        detail=row.brief,
        record=RECORD,
        record_id=row.pk,
        revision=row.revision,
        url=page_of(row.pk),
        due_at=due_at,
        actor=ACTOR,
        at=at,
    )


def sign_offs(campaign_id: int) -> list[work.TaskFacts]:
    """Return the newest question to each team."""
    return work.asked_of_teams(TASK, RECORD, campaign_id)


def signed_off(row: Campaign, *, at: dt.datetime) -> str | None:
    """Return who signed it off, or that the time for it is over; None while somebody may still answer."""
    found = work.who_answered(sign_offs(row.pk), at=at)
    if found is None:
        return None
    if not found.everybody:
        return say("Not signed off in time by everybody; signed off by: %(who)s", who=found.who)
    return say("Signed off by: %(who)s", who=found.who)


def withdraw_questions(row: Campaign, reason: str, *, at: dt.datetime) -> None:
    """Ask nobody about a version that will not run."""
    work.ask_nobody(sign_offs(row.pk), reason, actor=ACTOR, at=at)


def put_on_calendar(row: Campaign, *, at: dt.datetime) -> None:
    """Show a campaign on the calendar of all teams."""
    if row.starts_at is None:
        return
    work.put_on_calendar(
        kind="campaign",
        title=row.name,
        starts_at=row.starts_at,
        ends_at=max(row.ends_at or row.starts_at, row.starts_at),
        owner_role="marketing_manager",
        record=RECORD,
        record_id=row.pk,
        url=page_of(row.pk),
        touches=_touches(row),
        actor=ACTOR,
        at=at,
    )


def _touches(row: Campaign) -> list[str]:
    """Return where its orders are sent from and whom it is for: campaigns for one audience meet."""
    audience = " ".join(row.audience.casefold().split())[:60]
    found = [f"shop:{code}" for code in row.shop_channels]
    found += [f"location:{code}" for code in promotions.places_of(row.shop_channels)]
    return found + ([f"segment:{audience}"] if audience else [])


def take_off_calendar(row: Campaign, *, at: dt.datetime) -> None:
    """It will not run as planned."""
    work.take_off_calendar(record=RECORD, record_id=row.pk, kind="campaign", actor=ACTOR, at=at)


def tell_stopped(row: Campaign, why: str, *, at: dt.datetime) -> None:
    """Tell marketing that a campaign did not start, and why."""
    work.raise_not_started(
        code="campaign_stopped",
        name=row.name,
        why=why,
        owner_role="marketing_manager",
        record=RECORD,
        record_id=row.pk,
        url=page_of(row.pk),
        actor=ACTOR,
        at=at,
    )


def all_clear(row: Campaign, *, at: dt.datetime) -> None:
    """End the alert of a campaign that is planned anew, runs or is over."""
    work.resolve_finding(dedupe_key=f"campaign_stopped:{row.pk}", actor=ACTOR, at=at)
