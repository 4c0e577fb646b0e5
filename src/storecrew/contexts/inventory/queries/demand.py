"""What was asked for by the day, from the ledger: the food of forecasts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from zoneinfo import ZoneInfo

from django.db.models import Case, F, Min, Sum, Value, When
from django.db.models.functions import TruncDate

from storecrew.contexts.inventory.models import StockMovement
from storecrew.contexts.orders import public as orders
from storecrew.kernel import clock

Key = tuple[int, int]


def daily_demand(
    variant_ids: Collection[int],
    *,
    since: dt.date,
    until: dt.date,
    timezone: str,
    location_id: int | None = None,
) -> dict[Key, dict[dt.date, int]]:
    """Return by (variant, location) the units that sales asked for on each local day, `until` excluded.

    Allocated less released and less returned, each on its own day; every movement is in exactly one day,
    also where the clocks change. Days without any are left out; one statement. What is given away, as to
    partners, was asked for by nobody and counts on no day.
    """
    kinds = (StockMovement.Kind.ALLOCATED, StockMovement.Kind.RELEASED, StockMovement.Kind.RETURNED)
    rows = StockMovement.objects.filter(
        variant_id__in=list(variant_ids),
        kind__in=kinds,
        at__gte=clock.local_midnight(since, timezone),
        at__lt=clock.local_midnight(until, timezone),
    ).exclude(order_id__in=orders.given_away())
    if location_id is not None:
        rows = rows.filter(location_id=location_id)
    sign = Case(
        When(kind="returned", bucket="on_hand", then=Value(-1)),
        When(kind__in=["allocated", "released"], bucket="allocated", then=Value(1)),
        default=Value(0),
    )
    sums = (
        rows.annotate(day=TruncDate("at", tzinfo=ZoneInfo(timezone)))
        .values_list("variant_id", "location_id", "day")
        .annotate(units=Sum(F("quantity") * sign))
        .order_by()
    )
    found: dict[Key, dict[dt.date, int]] = {}
    for variant_id, place, day, units in sums:
        if units:
            found.setdefault((variant_id, place), {})[day] = units
    return found


def stocked_since(variant_ids: Collection[int]) -> dict[Key, dt.datetime]:
    """Return by (variant, location) when anything first moved there: before that nothing could be sold."""
    rows = StockMovement.objects.filter(variant_id__in=list(variant_ids))
    firsts = rows.values_list("variant_id", "location_id").annotate(first=Min("at")).order_by()
    return {(variant_id, place): first for variant_id, place, first in firsts}
