"""Which orders will be late before they are, and how often promises were kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import NamedTuple

from babel.dates import format_interval, format_skeleton
from django.db.models import Count, Q, QuerySet

from storecrew.contexts.channels import public as channels
from storecrew.contexts.orders import public as orders
from storecrew.contexts.shipping.models import Promise, ShippingMethod
from storecrew.contexts.shipping.queries.days import (
    leaves_by,
    leaves_now,
    method_window,
    open_window,
    transit_calendar,
    zone_days,
)
from storecrew.contexts.shipping.queries.rest_days import closed_at, closed_days
from storecrew.contexts.shipping.rules.calendar import counts_from
from storecrew.contexts.shipping.rules.ways import LOCATION
from storecrew.kernel import clock


class Outlook(NamedTuple):
    """When an order is expected now, and by how many days that is later than was promised."""

    order_ref: str
    expected: dt.date
    promised: dt.date
    days_late: int


class Arrival(NamedTuple):
    """The days on which an order was promised to be there, and the later one its customer was told since.

    What is collected is ready by then.
    """

    earliest: dt.date
    latest: dt.date
    later: dt.date | None = None


class OnTime(NamedTuple):
    """Orders whose outcome is known, and how many came whole and in time (OTIF)."""

    known: int
    kept: int

    @property
    def permille(self) -> int | None:
        """Return the share in thousandths; None while nothing is known."""
        return self.kept * 1000 // self.known if self.known else None


def arrivals(order_refs: Collection[str]) -> dict[str, Arrival]:
    """Return when these orders are to be there, by their numbers; one query.

    Those that arrived, were canceled or were promised for no day are left out.
    """
    rows = Promise.objects.filter(order_ref__in=order_refs, closed=False, arrived_at=None)
    found = rows.values_list("order_ref", "earliest", "latest", "told_latest")
    return {ref: Arrival(earliest, latest, told) for ref, earliest, latest, told in found}


def arrival_of(order: orders.OrderFacts) -> Arrival | None:
    """Return when an order is to be there; None when it arrived, was canceled or was promised for no day.

    Nobody waits for the promise to be written down: of an order that was just confirmed it is what will be.
    """
    row = Promise.objects.filter(order_ref=order.number).first()
    if row is None and order.status == "confirmed":
        row = promised(order)
    if row is None or row.closed or row.arrived_at is not None:
        return None
    return Arrival(row.earliest, row.latest, row.told_latest)


def promised(order: orders.OrderFacts) -> Promise | None:
    """Return what its customer was told of an order, not written down; None where no day is promised."""
    method = ShippingMethod.objects.filter(code=order.shipping_method_code).first()
    if method is None or order.status == "canceled":
        return None
    shop = channels.facts_by_id(order.channel_id)
    country = order.shipping_address.get("country", "").upper()[:2]
    postal_code = order.shipping_address.get("postal_code", "")
    location = str(order.pickup_point.get("code", "")) if order.is_collected else ""
    counted = counts_from(order.placed_at, order.confirmed_at)
    closed = closed_at(location, timezone=shop.timezone, at=counted)
    window = method_window(
        method,
        country=country,
        postal_code=postal_code,
        at=counted,
        timezone=shop.timezone,
        channel_id=shop.id,
        closed=closed,
    )
    if closed is not None:
        spans = order.pickup_point.get("hours") or ()
        window = open_window(window, spans, closed) or window
    transit_days = method.max_days + zone_days(method, country, postal_code)
    return Promise(
        order_ref=order.number,
        channel_id=order.channel_id,
        method_code=method.code,
        placed_at=order.placed_at,
        earliest=window.earliest,
        latest=window.latest,
        leaves_by=leaves_by(method, window.latest, country=country, transit_days=transit_days, closed=closed),
        country=country,
        location=location,
        transit_days=transit_days,
        closed=False,
    )


def days_in_words(first: dt.date, last: dt.date, locale: str) -> str:
    """Write a range of days with their weekdays, as readers of the language do."""
    name = locale.replace("-", "_")
    if first == last:
        return format_skeleton("MMMEd", first, locale=name)
    return format_interval(first, last, "MMMEd", locale=name)


def at_risk(
    *,
    at: dt.datetime,
    shops: Iterable[channels.ChannelFacts] | None = None,
    methods: Iterable[ShippingMethod] | None = None,
) -> QuerySet[Promise]:
    """Return the promises of orders that have not left and, with the queue as it is, cannot be kept.

    Three queries, whatever the number of orders; one less each where the caller knows all channels as `shops`
    and all `methods`; three more where orders are collected at locations of ours and their days of rest are
    not kept.
    """
    late = Q(pk__in=[])
    shops = channels.all_channels() if shops is None else list(shops)
    for method in ShippingMethod.objects.all() if methods is None else methods:
        for shop in shops:
            if method.channel_id in (None, shop.id):
                mine = Q(method_code=method.code, channel_id=shop.id)
                for location, closed in _places(method, shop, at):
                    leaves = leaves_now(method, timezone=shop.timezone, at=at, closed=closed)
                    late |= mine & Q(location=location, leaves_by__lt=leaves)
    return Promise.objects.filter(late, closed=False, left_at=None)


def outlook(promises: Iterable[Promise], *, at: dt.datetime) -> list[Outlook]:
    """Return when each order is expected as things stand; two queries whatever their number, and three more
    as in ``at_risk``.
    """
    promises = list(promises)
    codes = {promise.method_code for promise in promises}
    methods = {method.code: method for method in ShippingMethod.objects.filter(code__in=codes)}
    zones = {shop.id: shop.timezone for shop in channels.all_channels()}
    found = []
    for promise in promises:
        expected, method = promise.latest, methods.get(promise.method_code)
        if method is not None and promise.left_at is None:
            zone = zones[promise.channel_id]
            closed = closed_at(promise.location, timezone=zone, at=at)
            leaves = leaves_now(method, timezone=zone, at=at, closed=closed)
            days = method.max_days if promise.transit_days is None else promise.transit_days
            expected = max(transit_calendar(method, promise.country).arrival(leaves, days), expected)
        found.append(Outlook(promise.order_ref, expected, promise.latest, (expected - promise.latest).days))
    return found


def _places(
    method: ShippingMethod, shop: channels.ChannelFacts, at: dt.datetime
) -> list[tuple[str, frozenset[dt.date] | None]]:
    """Return the locations where orders of a method are collected with their closed days, and "", which
    stands for any that sends.
    """
    anywhere: list[tuple[str, frozenset[dt.date] | None]] = [("", None)]
    if method.way != LOCATION:
        return anywhere
    return anywhere + list(closed_days(clock.local_day(at, shop.timezone)).items())


def on_time_in_full(since: dt.datetime, until: dt.datetime) -> OnTime:
    """Return how many orders of a time came whole and by the day that was promised; one query."""
    rows = Promise.objects.filter(placed_at__gte=since, placed_at__lt=until, kept__isnull=False)
    sums = rows.aggregate(known=Count("pk"), good=Count("pk", filter=Q(kept=True)))
    return OnTime(sums["known"], sums["good"])
