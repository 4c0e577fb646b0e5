"""Keeping what a campaign was expected to bring, and comparing it with what came (MKT-19, M31)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from storecrew.contexts.marketing.models import Campaign, CampaignForecast
from storecrew.contexts.marketing.operations.moving import RECORD
from storecrew.contexts.marketing.queries import expected
from storecrew.contexts.promotions import public as promotions
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor, system_actor

SYSTEM = system_actor("marketing.staffing")


def keep_forecast(row: Campaign, *, actor: Actor, at: dt.datetime) -> CampaignForecast | None:
    """Keep what this version brings when it reaches its goal, as known now; None when nobody can say.

    What its promotions plan is part of it here: it is compared with all that came.
    """
    load = expected.load_of(row, at=at)
    if load is None:
        return None
    found, _new = CampaignForecast.objects.update_or_create(
        campaign=row,
        revision=row.revision,
        defaults={
            "made_at": at,
            "made_by": actor.label[:200],
            "starts_at": load.starts_at,
            "ends_at": load.ends_at,
            "weeks": load.weeks,
            "basis": load.basis,
        },
    )
    return found


def compare_ended(at: dt.datetime) -> int:
    """Count what came of campaigns that are over and have settled; return how many were compared.

    A version that never ran, or was ended before its time, is marked and teaches nothing.
    """
    rows = CampaignForecast.objects.filter(
        compared_at=None,
        ends_at__lte=at - promotions.SETTLED_AFTER,
        campaign__state=Campaign.State.ENDED,
    )
    return sum(_compare(row, at) for row in rows.order_by("pk")[:200])


def _compare(row: CampaignForecast, at: dt.datetime) -> bool:
    actual = promotions.counted(row.starts_at, row.ends_at) if _ran_to_its_end(row) else {}
    with transaction.atomic():
        kept = CampaignForecast.objects.filter(pk=row.pk, compared_at=None)
        if not kept.update(actual=actual, compared_at=at):
            return False
        audit.record(
            actor=SYSTEM,
            action="marketing.load_compared",
            record=RECORD,
            record_id=row.campaign_id,
            at=at,
            before={"orders": sum(week["orders"][0] for week in row.weeks)},
            after={"orders": actual.get("orders")},
        )
    return True


def note_run(row: Campaign, **moments: dt.datetime) -> None:
    """Keep when the version that was approved began or ended, in the caller's transaction."""
    CampaignForecast.objects.filter(campaign=row, revision=row.revision).update(**moments)


def _ran_to_its_end(row: CampaignForecast) -> bool:
    return row.began_at is not None and row.ended_at is not None and row.ended_at >= row.ends_at
