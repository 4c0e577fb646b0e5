"""Filling a plan from past sales, with how far off that may be."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.promotions.errors import NothingToPropose, WrongState
from storecrew.contexts.promotions.models import PlannedUnits
from storecrew.contexts.promotions.operations.editing import EDITABLE
from storecrew.contexts.promotions.operations.moving import RECORD, find
from storecrew.contexts.promotions.queries.proposing import Proposal, propose_units
from storecrew.contexts.promotions.rules.terms import read_scope
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor

MOST_ARTICLES = 500


def propose_plan(promotion_id: int, *, actor: Actor, at: dt.datetime) -> dict[int, Proposal]:
    """Plan the units that its named articles will sell by their past sales; what was typed is replaced.

    :raises NothingToPropose: it names no articles or products, or too many
    :raises WrongState: it runs or is over
    """
    actor.require("promotions.write")
    row = find(promotion_id)
    if row.state not in EDITABLE:
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
            after={str(key): [each.least, each.units, each.most] for key, each in found.items()},
        )
    return found
