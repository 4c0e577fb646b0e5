"""Moving a campaign to other days on the calendar of all teams, with its activities and its gates."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F

from storecrew.contexts.marketing.errors import CampaignState
from storecrew.contexts.marketing.facts import CampaignContent
from storecrew.contexts.marketing.models import Campaign
from storecrew.contexts.marketing.operations.campaigns import change_campaign
from storecrew.contexts.marketing.operations.moving import find
from storecrew.contexts.marketing.operations.running import schedule_campaign
from storecrew.contexts.work import public as work
from storecrew.kernel.actor import Actor

State = Campaign.State


def move_campaign(
    campaign_id: int, *, days: int, begins: dt.datetime | None = None, actor: Actor, at: dt.datetime
) -> Campaign:
    """Move a campaign that has not started by whole days, its activities with it.

    One that was scheduled passes its gates again and is signed off again; refused, it stays where it was.

    :raises CampaignState: it runs or is over
    :raises work.DateMoved: it does not start at ``begins``, where its mover saw it
    :raises CampaignOutdated: somebody saved it at the same moment
    :raises StartRefused: with ``reasons``; nothing is changed
    """
    row = find(campaign_id)
    if row.state not in (State.DRAFT, State.SCHEDULED, State.STOPPED):
        raise CampaignState(campaign=row.pk, state=row.state)
    if begins is not None and row.starts_at is not None:
        work.must_begin(row.starts_at, begins)
    shift = dt.timedelta(days=days)
    names = CampaignContent.__dataclass_fields__
    values = {name: getattr(row, name) for name in names}
    values |= {name: values[name] + shift for name in ("starts_at", "ends_at") if values[name] is not None}
    values["shop_channels"] = tuple(row.shop_channels)
    was_scheduled = row.state == State.SCHEDULED
    with transaction.atomic():
        row = change_campaign(row.pk, CampaignContent(**values), revision=row.revision, actor=actor, at=at)
        row.activities.update(starts_at=F("starts_at") + shift, ends_at=F("ends_at") + shift)
        if was_scheduled:
            row = schedule_campaign(row.pk, actor=actor, at=at)
    return row


def move_on_calendar(
    record_id: str, *, days: int, begins: dt.datetime, actor: Actor, at: dt.datetime
) -> None:
    """Move the campaign behind a date of the calendar."""
    move_campaign(int(record_id), days=days, begins=begins, actor=actor, at=at)
