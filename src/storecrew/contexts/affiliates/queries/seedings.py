"""Products that were sent to partners for nothing: where they are and what they cost."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from storecrew.contexts.affiliates.facts import SeedingFacts
from storecrew.contexts.affiliates.models import Seeding
from storecrew.contexts.affiliates.rules.seeding import state_of
from storecrew.contexts.orders import public as orders
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel.money import Money

MOST = 500


def seedings(
    *,
    partner_id: int | None = None,
    campaigns: Collection[str] | None = None,
    order_id: int | None = None,
    limit: int = MOST,
) -> list[SeedingFacts]:
    """Return what was sent to a partner, for campaigns or by an order, newest first.

    ``campaigns`` are the codes of their links. A fixed number of queries.
    """
    rows = Seeding.objects.all()
    if partner_id is not None:
        rows = rows.filter(partner_id=partner_id)
    if campaigns is not None:
        rows = rows.filter(campaign__in=[code for code in campaigns if code])
    if order_id is not None:
        rows = rows.filter(order_id=order_id)
    return facts_of(rows[:limit])


def facts_of(rows: QuerySet[Seeding]) -> list[SeedingFacts]:
    """Return seedings with what they cost so far; a fixed number of queries."""
    found = list(rows.select_related("partner").prefetch_related("lines"))
    known = {each.id: each for each in orders.orders_by_id([row.order_id for row in found])}
    labels = _labels([each.number for each in known.values()])
    return [_facts(row, known[row.order_id], labels.get(known[row.order_id].number, [])) for row in found]


def last_address(partner_id: int) -> dict[str, str]:
    """Return where the partner's products went the last time; empty when none were sent."""
    row = Seeding.objects.filter(partner_id=partner_id).order_by("-made_at", "-pk").first()
    return {} if row is None else dict(orders.order(row.order_id).shipping_address)


def orders_to(partner_id: int, *, limit: int = 20) -> list[orders.OrderFacts]:
    """Return the newest orders by which products went to a partner."""
    rows = Seeding.objects.filter(partner_id=partner_id).order_by("-made_at", "-pk")
    return list(orders.orders_by_id(list(rows.values_list("order_id", flat=True)[:limit])))


def _facts(row: Seeding, order: orders.OrderFacts, costs: list[Money]) -> SeedingFacts:
    lines = {line.id: line for line in order.lines}
    goods: int | None = 0
    units = 0
    for line in row.lines.all():
        left = line.quantity - lines[line.order_line_id].canceled_quantity
        left = 0 if order.status == "canceled" else left
        units += left
        if left:
            goods = None if goods is None or line.unit_cost is None else goods + line.unit_cost * left
    paid = [cost.amount for cost in costs if cost.currency == row.currency]
    nothing_to_pay = order.status == "canceled" and not costs
    return SeedingFacts(
        id=row.pk,
        partner_id=row.partner_id,
        partner=row.partner.name,
        order_id=order.id,
        order_number=order.number,
        state=state_of(status=order.status, fulfillment_status=order.fulfillment_status),
        made_at=row.made_at,
        currency=row.currency,
        units=units,
        goods=None if goods is None else Money(goods, row.currency),
        shipping=Money(sum(paid), row.currency) if paid or nothing_to_pay else None,
        campaign=row.campaign,
        cost_center=row.cost_center,
        note=row.note,
    )


def _labels(numbers: list[str]) -> dict[str, list[Money]]:
    """Return what the labels of each order cost, as far as that is known."""
    return {
        number: [one.cost for one in labels if one.state == "bought" and one.cost]
        for number, labels in shipping.labels_of(numbers).items()
    }
