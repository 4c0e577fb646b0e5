"""Landed cost: what the goods cost with freight and duty, handed to pricing as the cost of a unit."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.purchasing.errors import InvalidPurchase
from storecrew.contexts.purchasing.models import LandedCost, PurchaseOrder
from storecrew.contexts.purchasing.operations.moving import RECORD, find
from storecrew.contexts.purchasing.rules import matching
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor, system_actor


def add_landed_cost(
    order_id: int, *, kind: str, amount: int, basis: str, actor: Actor, at: dt.datetime
) -> LandedCost:
    """Add freight, duty or another cost to a delivery; the cost of its goods changes at once.

    `amount` in minor units of the order's currency; `basis` "value", "weight" or "quantity".
    """
    actor.require("purchasing.write")
    order = find(order_id)
    if kind not in LandedCost.Kind.values or basis not in LandedCost.Basis.values or not 0 < amount < 2**53:
        raise InvalidPurchase(problem="landed_cost")
    with transaction.atomic():
        row = LandedCost.objects.create(order=order, kind=kind, amount=amount, basis=basis, at=at)
        audit.record(
            actor=actor, action="purchasing.landed_cost_added", record=RECORD, record_id=order.pk, at=at,
            after={kind: amount},
        )  # fmt: skip
        set_costs(order, at=at)
    return row


def landed_unit_costs(order: PurchaseOrder) -> dict[int, int]:
    """Return what a unit of each variant that arrived cost with its share of everything, in minor units."""
    rows = [row for row in order.lines.all() if row.accepted]
    if not rows:
        return {}
    known = catalog.variants([row.variant_id for row in rows])
    goods = [
        matching.Goods(
            row.accepted,
            row.unit_amount,
            (known[row.variant_id].weight_g or 0) if row.variant_id in known else 0,
        )
        for row in rows
    ]
    costs = [(cost.amount, cost.basis) for cost in order.landed_costs.all()]
    totals = matching.landed_totals(goods, costs)
    return {
        row.variant_id: matching.unit_cost(total, row.accepted)
        for row, total in zip(rows, totals, strict=True)
    }


def set_costs(order: PurchaseOrder, *, at: dt.datetime) -> None:
    """Tell pricing what the newest delivery cost per unit, in the order's currency."""
    costs = landed_unit_costs(order)
    if costs:
        pricing.set_costs(
            costs=costs, currency=order.currency, actor=system_actor("purchasing.landed_cost"), at=at
        )
