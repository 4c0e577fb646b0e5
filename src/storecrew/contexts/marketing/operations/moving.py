"""Moving a campaign through its states: one conditional update and one audit line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from storecrew.contexts.marketing.errors import CampaignState, UnknownCampaign
from storecrew.contexts.marketing.models import Campaign
from storecrew.contexts.marketing.operations import inserts
from storecrew.contexts.marketing.queries.onsite import TAG
from storecrew.kernel import audit, revisions
from storecrew.kernel.actor import Actor

RECORD = "marketing.campaign"


def find(campaign_id: int) -> Campaign:
    """Return a campaign; raises UnknownCampaign."""
    row = Campaign.objects.filter(pk=campaign_id).first()
    if row is None:
        raise UnknownCampaign(campaign=campaign_id)
    return row


def page_of(campaign_id: int) -> str:
    """Return where a campaign is shown."""
    return f"/admin/campaigns/{campaign_id}/"


def move(
    row: Campaign,
    state: str,
    *,
    allowed: Collection[str],
    actor: Actor,
    at: dt.datetime,
    reason: str = "",
    **fields: Any,
) -> None:
    """Change the state in the caller's transaction, if it still is an allowed one. Raises CampaignState."""
    before = row.state
    if not Campaign.objects.filter(pk=row.pk, state__in=allowed).update(state=state, updated_at=at, **fields):
        raise CampaignState(campaign=row.pk, state=find(row.pk).state)
    audit.record(
        actor=actor,
        action=f"marketing.{state}",
        record=RECORD,
        record_id=row.pk,
        at=at,
        before={"state": before},
        after={"state": state},
        reason=reason,
    )
    row.refresh_from_db()
    inserts.sync_campaign(row, at=at)
    revisions.bump_on_commit(TAG)  # what the shop says of a campaign comes and goes with it
