"""Which orders will be late before they are, and how often promises were kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet

from storecrew.contexts.channels import public as channels
from storecrew.contexts.shipping.models import Promise, ShippingMethod
from storecrew.contexts.shipping.queries.options import method_calendar


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
                leaves = _leaves(method, shop.timezone, at)
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
            leaves = _leaves(method, zones[promise.channel_id], at)
            expected = max(method_calendar(method).add(leaves, method.max_days), expected)
        found.append(Outlook(promise.order_ref, expected, promise.latest, (expected - promise.latest).days))
    return found


def on_time_in_full(since: dt.datetime, until: dt.datetime) -> OnTime:
    """Return how many orders of a time came whole and by the day that was promised; one query."""
    rows = Promise.objects.filter(placed_at__gte=since, placed_at__lt=until, kept__isnull=False)
    sums = rows.aggregate(known=Count("pk"), good=Count("pk", filter=Q(kept=True)))
    return OnTime(sums["known"], sums["good"])


def _leaves(method: ShippingMethod, timezone: str, at: dt.datetime) -> dt.date:
    """Return the day on which an order that waits now leaves, the queue being what it is."""
    today = at.astimezone(ZoneInfo(timezone)).date()
    return method_calendar(method).add(today, method.queue_days)
