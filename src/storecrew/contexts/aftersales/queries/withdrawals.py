"""What customers may withdraw from, and what they declared."""

from __future__ import annotations

import datetime as dt
import zoneinfo

from django.db.models import Sum

from storecrew.contexts.aftersales import states
from storecrew.contexts.aftersales.facts import WithdrawalFacts, WithdrawalOffer
from storecrew.contexts.aftersales.models import Withdrawal, WithdrawalLine
from storecrew.contexts.aftersales.queries.offers import return_rules
from storecrew.contexts.aftersales.queries.returns import returnable
from storecrew.contexts.aftersales.rules import returns as rules
from storecrew.contexts.aftersales.rules import withdrawing
from storecrew.contexts.channels import public as channels
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.kernel import clock


def withdrawal_offer(order_id: int, *, at: dt.datetime) -> WithdrawalOffer:
    """Return what the customer of an order may withdraw from now. Raises OrderNotFound.

    The law gives the right whatever a channel's rules of returns say: those can only make the period longer.
    Codes are left out, as whoever has seen one keeps it.
    """
    order = orders.order(order_id)
    until = last_day(order)
    codes = {code.order_line_id for code in inventory.codes_of(order_id)}
    withdrawn = dict(
        WithdrawalLine.objects.filter(parent__order_id=order_id)
        .order_by()
        .values_list("order_line_id")
        .annotate(units=Sum("unsent"))
    )
    unsent = {
        line.id: units
        for line in order.lines
        if line.id not in codes
        and (
            units := withdrawing.unsent_left(
                ordered=line.quantity,
                sent=line.fulfilled_quantity,
                canceled=line.canceled_quantity,
                withdrawn=withdrawn.get(line.id, 0),
            )
        )
    }
    sent = {key: units for key, units in returnable(order_id).items() if units and key not in codes}
    zone = zoneinfo.ZoneInfo(channels.facts_by_id(order.channel_id).timezone)
    if until is not None and at.astimezone(zone).date() > until:
        sent, why = {}, "too_late"
    else:
        why = "nothing_left"
    if order.status == "canceled":
        return WithdrawalOffer({}, {}, "canceled", until)
    if not sent and not unsent:
        return WithdrawalOffer({}, {}, why, until)
    return WithdrawalOffer(sent, unsent, "", None if unsent else until)


def last_day(order: orders.OrderFacts) -> dt.date | None:
    """Return the last day on which a customer may withdraw from what was sent; None while nothing was."""
    known = return_rules(order.channel_id)
    zone = zoneinfo.ZoneInfo(channels.facts_by_id(order.channel_id).timezone)
    way = orders.journey(order.id)
    return rules.last_day(
        arrived_on=way.arrived_at.astimezone(zone).date() if way.arrived_at else None,
        sent_on=way.sent_at.astimezone(zone).date() if way.sent_at else None,
        days=max(known.days, states.DAYS),
        transit_days=known.transit_days,
    )


def return_window_ends(order_id: int) -> dt.datetime | None:
    """Return the instant from which nothing of an order may come back; None while nothing was sent."""
    order = orders.order(order_id)
    day = last_day(order)
    if day is None:
        return None
    return clock.local_midnight(day + dt.timedelta(days=1), channels.facts_by_id(order.channel_id).timezone)


def withdrawals_of_order(order_id: int) -> tuple[WithdrawalFacts, ...]:
    """Return what was withdrawn from of an order, oldest first."""
    rows = Withdrawal.objects.filter(order_id=order_id).select_related("back").prefetch_related("lines")
    found = list(rows.order_by("pk"))
    titles = {line.id: line.title for line in orders.order(order_id).lines} if found else {}
    return tuple(facts_of(row, titles) for row in found)


def facts_of(row: Withdrawal, titles: dict[int, str]) -> WithdrawalFacts:
    """Return a row as facts; ``titles`` are those of the order's lines."""
    return WithdrawalFacts(
        row.pk,
        row.number,
        row.order_id,
        row.name,
        row.declared_at,
        row.leads_to,
        row.back.number if row.back else "",
        tuple((titles.get(line.order_line_id, ""), line.sent + line.unsent) for line in row.lines.all()),
    )
