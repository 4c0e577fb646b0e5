"""Keeping what a promotion was expected to bring, and comparing it with what came (5.5)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from storecrew.contexts.promotions.models import Claim, LoadForecast, Promotion
from storecrew.contexts.promotions.operations.moving import RECORD
from storecrew.contexts.promotions.queries import capacity
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor, system_actor

SETTLED_AFTER = dt.timedelta(days=2)
"""Parcels leave and customers write for a while after the last order."""
SYSTEM = system_actor("promotions.staffing")


def keep_forecast(row: Promotion, *, actor: Actor, at: dt.datetime) -> LoadForecast | None:
    """Keep what this version is expected to bring, as known now; None when no units are planned."""
    load = capacity.load_of(row, at=at)
    if load is None:
        return None
    found, _new = LoadForecast.objects.update_or_create(
        promotion=row,
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
    """Count what came of promotions that are over and have settled; return how many were compared.

    One that never ran is marked and teaches nothing.
    """
    rows = LoadForecast.objects.filter(
        compared_at=None, ends_at__lte=at - SETTLED_AFTER, promotion__state=Promotion.State.ENDED
    )
    done = 0
    for row in rows.select_related("promotion").order_by("pk")[:200]:
        claims = Claim.objects.filter(promotion_id=row.promotion_id)
        ran = row.revision == row.promotion.revision and claims.exists()
        actual = capacity.counted(row.starts_at, row.ends_at) if ran else {}
        with transaction.atomic():
            if not LoadForecast.objects.filter(pk=row.pk, compared_at=None).update(
                actual=actual, compared_at=at
            ):
                continue
            audit.record(
                actor=SYSTEM,
                action="promotions.load_compared",
                record=RECORD,
                record_id=row.promotion_id,
                at=at,
                before={"orders": sum(week["orders"][0] for week in row.weeks)},
                after={"orders": actual.get("orders")},
            )
        done += 1
    return done
