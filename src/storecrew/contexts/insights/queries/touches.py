"""What orders owe to which visits."""

from __future__ import annotations

from collections.abc import Sequence

from storecrew.contexts.channels import public as channels
from storecrew.contexts.insights.models import OrderTouch
from storecrew.contexts.insights.rules.days import Period

LAST = ("only", "last")
FIRST = ("only", "first")


def touches_of(order_id: int) -> tuple[OrderTouch, ...]:
    """Return the visits that an order owes something to, oldest first; empty until it is counted."""
    return tuple(OrderTouch.objects.filter(order_id=order_id).order_by("position"))


def credits(
    period: Period, among: Sequence[channels.ChannelFacts]
) -> dict[tuple[str, str], dict[str, tuple[int, dict[str, int]]]]:
    """Return for each (way, campaign) the orders and their worth that had it first, last, or anywhere.

    Keys of the inner mapping: "first", "last", "assist" (in between or first, not last). One query.
    """
    money = {one.id: one.currency for one in among}
    found: dict[tuple[str, str], dict[str, tuple[int, dict[str, int]]]] = {}
    rows = OrderTouch.objects.filter(
        day__gte=period.since, day__lt=period.until, channel_id__in=list(money)
    ).values_list("way", "campaign", "place", "channel_id", "amount", "back_amount")
    for way, campaign, place, channel_id, amount, back in rows.iterator(chunk_size=5000):
        into = found.setdefault((way, campaign), {})
        for name in _names(place):
            count, amounts = into.get(name, (0, {}))
            currency = money[channel_id]
            into[name] = (count + 1, {**amounts, currency: amounts.get(currency, 0) + amount - back})
    return found


def _names(place: str) -> tuple[str, ...]:
    if place == "only":
        return ("first", "last")
    return ("first", "assist") if place == "first" else (place,)
