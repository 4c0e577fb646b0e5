"""Filling a plan from past sales, with how far off that may be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.promotions.errors import NothingToPropose, WrongState
from storecrew.contexts.promotions.models import PlannedUnits, Promotion
from storecrew.contexts.promotions.operations.moving import RECORD, find
from storecrew.contexts.promotions.queries.naming import unplanned_units
from storecrew.contexts.promotions.queries.proposing import Proposal, propose_units
from storecrew.contexts.promotions.rules.terms import read_scope
from storecrew.kernel import audit, rows
from storecrew.kernel.actor import Actor, system_actor

MOST_ARTICLES = 500
OPEN = (Promotion.State.DRAFT, Promotion.State.STOPPED)
"""The plan of anything else has passed its gates; a new version asks them again."""
SYSTEM = system_actor("promotions.schedule")


def complete_plan(row: Promotion, *, actor: Actor, at: dt.datetime) -> bool:
    """Plan what a promotion names and nobody planned by past sales, so that no gate is passed by silence.

    True when something was missing.
    """
    planned = dict(row.planned.values_list("variant_id", "units"))
    found = unplanned_units(row, planned, at=at)
    if not found:
        return False
    with transaction.atomic():
        rows.insert(
            [
                PlannedUnits(promotion=row, variant_id=key, units=units, source="proposed")
                for key, units in found.items()
            ],
            once_per=("promotion_id", "variant_id"),
        )
        audit.record(
            actor=actor,
            action="promotions.plan_completed",
            record=RECORD,
            record_id=row.pk,
            at=at,
            after=_by_sku(found),
        )
    return True


def complete_plans(at: dt.datetime) -> int:
    """Complete the plans of what is scheduled or runs, so that each is watched; return how many changed.

    Articles join a product, or are named again, while a promotion waits or runs.
    """
    rows = Promotion.objects.filter(
        state__in=(Promotion.State.SCHEDULED, Promotion.State.LIVE, Promotion.State.PAUSED)
    )
    return sum(complete_plan(row, actor=SYSTEM, at=at) for row in rows.order_by("pk"))


def propose_plan(promotion_id: int, *, actor: Actor, at: dt.datetime) -> dict[int, Proposal]:
    """Plan the units that its named articles will sell by their past sales; what was typed is replaced.

    :raises NothingToPropose: it names no articles or products, or too many
    :raises WrongState: its plan has passed the gates, or it is over
    """
    actor.require("promotions.write")
    row = find(promotion_id)
    if row.state not in OPEN:
        raise WrongState(promotion=row.pk, state=row.state)
    scope = read_scope(row.definition.get("scope", {}))
    ids = set(scope.variants)
    for variants in catalog.variant_ids_of_products(scope.products).values():
        ids.update(variants)
    if not 1 <= len(ids) <= MOST_ARTICLES:
        raise NothingToPropose(articles=len(ids), most=MOST_ARTICLES)
    found = propose_units(sorted(ids), starts=row.active_from, ends=row.active_until, at=at)
    with transaction.atomic():
        row.planned.all().delete()
        PlannedUnits.objects.bulk_create(
            PlannedUnits(promotion=row, variant_id=key, units=each.units, source="proposed")
            for key, each in found.items()
        )
        audit.record(
            actor=actor,
            action="promotions.plan_proposed",
            record=RECORD,
            record_id=row.pk,
            at=at,
            after=_by_sku({key: f"{each.units} ({each.least}–{each.most})" for key, each in found.items()}),
        )
    return found


def _by_sku(found: Mapping[int, Any]) -> dict[str, Any]:
    """Return what is known of articles by the names that people read."""
    return {each.sku: found[key] for key, each in catalog.variants(found).items()}
