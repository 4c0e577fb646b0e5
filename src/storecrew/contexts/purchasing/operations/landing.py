"""Landed cost: what the goods cost with freight and duty, handed to pricing as the cost of a unit.

Costs are kept in the stock's currency, that of the default channel. What was paid in another one is converted
by the rate of the day on which the goods came; rate, day and source stay with the order. Without a rate
nothing is computed, goods are taken in all the same, and the cost follows when the rate is there.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.db import transaction
from django.db.models import Min

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.purchasing.errors import InvalidPurchase
from storecrew.contexts.purchasing.models import CostConversion, GoodsPosting, LandedCost, PurchaseOrder
from storecrew.contexts.purchasing.operations.moving import RECORD, find
from storecrew.contexts.purchasing.rules import matching
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.money import Money, allocate, exponent


class Landed(NamedTuple):
    """Costs of a unit by variant in ``currency``; none while currencies are ``missing`` a rate."""

    currency: str
    costs: dict[int, int]
    conversions: tuple[pricing.Conversion, ...]
    missing: tuple[str, ...]
    day: dt.date | None


def add_landed_cost(
    order_id: int, *, kind: str, amount: int, basis: str, currency: str = "", actor: Actor, at: dt.datetime
) -> LandedCost:
    """Add freight, duty or another cost to a delivery; the cost of its goods changes at once.

    `amount` in minor units of `currency` ("": the order's); `basis` "value", "weight" or "quantity".

    :raises NoExchangeRate: if goods have come and there is no rate for the currency; nothing is written then.
    """
    actor.require("purchasing.write")
    order = find(order_id)
    if kind not in LandedCost.Kind.values or basis not in LandedCost.Basis.values or not 0 < amount < 2**53:
        raise InvalidPurchase(problem="landed_cost")
    currency = currency or order.currency
    exponent(currency)
    with transaction.atomic():
        row = LandedCost.objects.create(
            order=order, kind=kind, amount=amount, currency=currency, basis=basis, at=at
        )
        audit.record(
            actor=actor, action="purchasing.landed_cost_added", record=RECORD, record_id=order.pk, at=at,
            after={kind: amount, "currency": currency},
        )  # fmt: skip
        day = _day(order)
        if day is not None and _known(order, currency) is None:
            pricing.conversion(currency, channels.facts(None).currency, day=day)
        set_costs(order, at=at)
    return row


def landed_unit_costs(order: PurchaseOrder) -> dict[int, int]:
    """Return what a unit of each variant that arrived cost with its share, in the stock's minor units."""
    return landed(order).costs


def landed(order: PurchaseOrder) -> Landed:
    """Return what units cost in the stock's currency, and by which rates; nothing is written."""
    target, day = channels.facts(None).currency, _day(order)
    rows = [row for row in order.lines.all() if row.accepted]
    costs = list(order.landed_costs.all())
    if not rows or day is None:
        return Landed(target, {}, (), (), day)
    found: dict[str, pricing.Conversion] = {}
    missing = []
    for currency in sorted({order.currency, *(cost.currency or order.currency for cost in costs)}):
        try:
            found[currency] = _known(order, currency) or pricing.conversion(currency, target, day=day)
        except pricing.NoExchangeRate:
            missing.append(currency)
    rates = tuple(each for each in found.values() if each.source != each.target)
    if missing:
        return Landed(target, {}, rates, tuple(missing), day)
    known = catalog.variants([row.variant_id for row in rows])
    goods = [
        matching.Goods(
            row.accepted,
            row.unit_amount,
            (known[row.variant_id].weight_g or 0) if row.variant_id in known else 0,
        )
        for row in rows
    ]
    paid = [(_in_target(cost.amount, found[cost.currency or order.currency]), cost.basis) for cost in costs]
    totals = matching.landed_totals(goods, paid, values=_values(goods, found[order.currency]))
    return Landed(
        target,
        {
            row.variant_id: matching.unit_cost(total, row.accepted)
            for row, total in zip(rows, totals, strict=True)
        },
        rates, (), day,
    )  # fmt: skip


def set_costs(order: PurchaseOrder, *, at: dt.datetime) -> None:
    """Tell pricing what the newest delivery cost per unit, and keep the rates it was converted by."""
    found = landed(order)
    if found.costs:
        for rate in found.conversions:
            _keep(order, rate)
        pricing.set_costs(
            costs=found.costs, currency=found.currency, conversions=found.conversions,
            actor=system_actor("purchasing.landed_cost"), at=at,
        )  # fmt: skip


def follow_rates(*, at: dt.datetime) -> int:
    """Set costs of deliveries that waited for a rate; return of how many. Kept rates are not changed."""
    done = 0
    orders = PurchaseOrder.objects.filter(lines__accepted__gt=0).exclude(
        currency=channels.facts(None).currency, landed_costs=None
    )
    recent = orders.filter(lines__postings__at__gte=at - dt.timedelta(days=400)).distinct()
    for order in recent.prefetch_related("lines", "landed_costs"):
        used = {order.currency, *(cost.currency for cost in order.landed_costs.all() if cost.currency)}
        if any(_known(order, currency) is None for currency in used) and landed(order).costs:
            set_costs(order, at=at)
            done += 1
    return done


def _values(goods: list[matching.Goods], rate: pricing.Conversion) -> list[int]:
    """Return what each line is worth in the stock's currency: converted once, split without losing a cent."""
    worth = [line.units * line.unit_amount for line in goods]
    if rate.source == rate.target:
        return worth
    return allocate(_in_target(sum(worth), rate), worth)


def _in_target(amount: int, rate: pricing.Conversion) -> int:
    return pricing.converted(Money(amount, rate.source), rate).amount


def _day(order: PurchaseOrder) -> dt.date | None:
    """Return the day on which the first goods of an order came."""
    first = GoodsPosting.objects.filter(line__order=order).aggregate(first=Min("at"))["first"]
    return first.date() if first else None


def _known(order: PurchaseOrder, currency: str) -> pricing.Conversion | None:
    """Return the rate that an order keeps for a currency; one that was used does not change any more."""
    target = channels.facts(None).currency
    if currency == target:
        return pricing.conversion(currency, target, day=order.created_at.date())
    row = CostConversion.objects.filter(order=order, source=currency, target=target).first()
    if row is None:
        return None
    return pricing.Conversion(
        currency, target, pricing.rate_of(row.source_e8), pricing.rate_of(row.target_e8), row.day, row.said_by
    )


def _keep(order: PurchaseOrder, rate: pricing.Conversion) -> None:
    """Keep a rate exactly: what one euro bought of either currency, with day and source."""
    CostConversion.objects.get_or_create(
        order=order,
        source=rate.source,
        target=rate.target,
        defaults={
            "source_e8": pricing.e8_of(rate.source_per_euro),
            "target_e8": pricing.e8_of(rate.target_per_euro),
            "day": rate.day,
            "said_by": rate.said_by,
        },
    )
