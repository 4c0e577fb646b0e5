"""The assortment plan: products, price bands and margin per category and season."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from storecrew.contexts.assortment.errors import InvalidRangePlan, UnknownRangePlan
from storecrew.contexts.assortment.models import RangeBand, RangePlan
from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor

RECORD = "assortment.plan"
PERMISSION = "assortment.write"
Band = tuple[int, int | None, int]


def save_plan(
    *,
    category_id: int,
    channel_code: str,
    season: str,
    planned: int,
    target_margin_bp: int | None = None,
    bands: Sequence[Band] = (),
    note: str = "",
    actor: Actor,
    at: dt.datetime,
) -> int:
    """Save the plan of a category for a season, and return its id; the same two again change it.

    ``bands`` are (from, below or None, planned products) in minor units of the channel's currency.

    :raises Denied: the actor may not plan the assortment
    :raises InvalidRangePlan: a field is wrong, by name
    """
    actor.require(PERMISSION)
    channel = channels.facts(channel_code)
    wrong = {}
    if category_id not in catalog.category_names([category_id]):
        wrong["category"] = _("Choose a category.")
    if not season.strip():
        wrong["season"] = _("Name the season, such as 2027-Q1.")
    if not 0 < planned < 100_000:
        wrong["planned"] = _("Plan at least one product.")
    if target_margin_bp is not None and not 0 <= target_margin_bp <= 10_000:
        wrong["margin"] = _("A margin is 0 to 100 percent.")
    if any(low < 0 or number < 0 or (high is not None and high <= low) for low, high, number in bands):
        wrong["bands"] = _("Each band ends above its start.")
    if wrong:
        raise InvalidRangePlan(fields=wrong)
    with transaction.atomic():
        row, _made = RangePlan.objects.update_or_create(
            category_id=category_id,
            season=season.strip()[:20],
            defaults={
                "channel_id": channel.id, "planned": planned, "target_margin_bp": target_margin_bp,
                "note": note.strip()[:400], "saved_by": actor.label[:200], "saved_at": at,
            },
        )  # fmt: skip
        row.bands.all().delete()
        RangeBand.objects.bulk_create(
            RangeBand(plan=row, low=low, high=high, planned=number) for low, high, number in bands
        )
        audit.record(
            actor=actor, action="assortment.plan_saved", record=RECORD, record_id=row.pk, at=at,
            after={"season": row.season, "planned": planned, "bands": [list(band) for band in bands]},
        )  # fmt: skip
    return row.pk


def delete_plan(plan_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Delete a plan. Raises Denied, UnknownRangePlan."""
    actor.require(PERMISSION)
    with transaction.atomic():
        row = RangePlan.objects.filter(pk=plan_id).first()
        if row is None:
            raise UnknownRangePlan(plan=plan_id)
        audit.record(
            actor=actor, action="assortment.plan_deleted", record=RECORD, record_id=plan_id, at=at,
            before={"season": row.season, "planned": row.planned},
        )  # fmt: skip
        row.delete()
