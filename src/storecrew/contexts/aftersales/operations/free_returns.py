"""A return whose postage we pay although the channel's rules do not: a label as goodwill (MKT-20)."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.aftersales import queries
from storecrew.contexts.aftersales.errors import ReturnClosed, ReturnNotOffered, UnknownReturn
from storecrew.contexts.aftersales.facts import ReturnFacts
from storecrew.contexts.aftersales.models import Return
from storecrew.contexts.aftersales.operations import labels
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.orders import public as orders
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money


def give_free_return(
    return_id: int,
    *,
    service: str,
    most: Money,
    reason: str,
    budget_id: int | None = None,
    actor: Actor,
    at: dt.datetime,
) -> ReturnFacts:
    """Buy the label of an announced return for a customer who would have to pay it; once per return.

    ``most`` is what it may cost, checked against the limits of the actor before the carrier is asked. What
    the label costs is booked to the budget for goodwill; when that is refused, or the label is dearer than
    ``most``, it is given back. Call it outside transactions.

    :raises Denied: the actor may not give goodwill or edit orders
    :raises UnknownReturn: there is no such return
    :raises ReturnClosed: it is here, or was canceled
    :raises ReturnNotOffered: it has a label, a vehicle fetches it, or the channel gives labels anyway
    :raises GoodwillAboveLimit, NoBudget, BudgetExhausted, ReasonNeeded: as ``loyalty.give_goodwill``
    :raises CarrierRefused, CarrierSilent, InvalidLabel, CustomsIncomplete: as `shipping.buy_label`
    """
    actor.require("orders.write")
    actor.require("loyalty.goodwill")
    row = Return.objects.filter(pk=return_id).first()
    if row is None:
        raise UnknownReturn()
    order = orders.order(row.order_id)
    if row.state != Return.State.ANNOUNCED:
        raise ReturnClosed(number=row.number)
    by_rule = queries.return_rules(order.channel_id).label_service
    if row.label_id is not None or row.pickup_on is not None or by_rule:
        raise ReturnNotOffered(why="label")
    gift = loyalty.Gift(
        order.customer_id, "return", most.amount, most.currency, reason, f"return:{row.pk}",
        order_id=order.id, budget_id=budget_id,
    )  # fmt: skip
    loyalty.require_goodwill_within_limits(most, actor=actor, at=at)
    label = labels.buy_for(row, order, service, at=at)
    cost = label.cost or most
    try:
        if cost.currency != most.currency or cost.amount > most.amount:
            raise loyalty.GoodwillAboveLimit(limit=most.amount, requested=cost.amount, currency=cost.currency)
        loyalty.give_goodwill(gift._replace(units=max(cost.amount, 1)), actor=actor, at=at)
    except DomainError:
        labels.give_label_back(label.id, at=at)
        raise
    labels.keep_label(row.pk, label.id, actor=actor, at=at)
    return queries.a_return(row.pk)
