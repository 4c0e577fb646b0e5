"""Which orders will be late before they are, and how often promises were kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from storecrew.contexts.channels import public as channels
from storecrew.contexts.shipping.models import Promise, ShippingMethod
from storecrew.contexts.shipping.queries.days import leaves_now, transit_calendar


class Outlook(NamedTuple):
    """When an order is expected now, and by how many days that is later than was promised."""

    order_ref: str
    expected: dt.date
    promised: dt.date
    days_late: int


class OnTime(NamedTuple):
    """Orders whose outcome is known, and how many came whole and in time (OTIF)."""

    known: int
    kept: int

    @property
    def permille(self) -> int | None:
        """Return the share in thousandths; None while nothing is known."""
        return self.kept * 1000 // self.known if self.known else None


def at_risk(*, at: dt.datetime, shops: Iterable[channels.ChannelFacts] | None = None) -> QuerySet[Promise]:
    """Return the promises of orders that have not left and, with the queue as it is, cannot be kept.

    Three queries, whatever the number of orders; two where the caller knows all channels as `shops`.
    """
    late = Q(pk__in=[])
    shops = channels.all_channels() if shops is None else list(shops)
    for method in ShippingMethod.objects.all():
        for shop in shops:
            if method.channel_id in (None, shop.id):
                leaves = leaves_now(method, timezone=shop.timezone, at=at)
                late |= Q(method_code=method.code, channel_id=shop.id, leaves_by__lt=leaves)
    return Promise.objects.filter(late, closed=False, left_at=None)


def outlook(promises: Iterable[Promise], *, at: dt.datetime) -> list[Outlook]:
    """Return when each order is expected as things stand; two queries whatever their number."""
    promises = list(promises)
    codes = {promise.method_code for promise in promises}
    methods = {method.code: method for method in ShippingMethod.objects.filter(code__in=codes)}
    zones = {shop.id: shop.timezone for shop in channels.all_channels()}
    found = []
    for promise in promises:
        expected, method = promise.latest, methods.get(promise.method_code)
        if method is not None and promise.left_at is None:
            leaves = leaves_now(method, timezone=zones[promise.channel_id], at=at)
            days = method.max_days if promise.transit_days is None else promise.transit_days
            expected = max(transit_calendar(method, promise.country).arrival(leaves, days), expected)
        found.append(Outlook(promise.order_ref, expected, promise.latest, (expected - promise.latest).days))
    return found


def on_time_in_full(since: dt.datetime, until: dt.datetime) -> OnTime:
    """Return how many orders of a time came whole and by the day that was promised; one query."""
    rows = Promise.objects.filter(placed_at__gte=since, placed_at__lt=until, kept__isnull=False)
    sums = rows.aggregate(known=Count("pk"), good=Count("pk", filter=Q(kept=True)))
    return OnTime(sums["known"], sums["good"])
