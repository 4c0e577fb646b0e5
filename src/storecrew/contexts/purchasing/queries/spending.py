"""What was ordered by day, week or month of a time zone."""

from __future__ import annotations

import datetime as dt
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Count, Sum
from django.db.models.functions import TruncDate, TruncMonth, TruncWeek

from storecrew.contexts.purchasing.models import PurchaseOrder
from storecrew.kernel import clock

By = Literal["day", "week", "month"]
_BUCKETS = {"day": TruncDate, "week": TruncWeek, "month": TruncMonth}


class Spent(NamedTuple):
    """The orders that were sent in one bucket; `starts_on` is its first day, `amount` in minor units."""

    starts_on: dt.date
    currency: str
    orders: int
    amount: int


def spending(*, since: dt.date, until: dt.date, by: By, timezone: str) -> list[Spent]:
    """Return what was sent to suppliers by bucket and currency, oldest first; `until` is excluded.

    Canceled orders do not count. Buckets are those of local days, so each order is in exactly one, also where
    the clocks change.
    """
    zone = ZoneInfo(timezone)
    rows = PurchaseOrder.objects.exclude(state="canceled").filter(
        sent_at__gte=clock.local_midnight(since, timezone), sent_at__lt=clock.local_midnight(until, timezone)
    )
    found = (
        rows.order_by()
        .annotate(bucket=_BUCKETS[by]("sent_at", tzinfo=zone))
        .values_list("bucket", "currency")
        .annotate(orders=Count("pk"), amount=Sum("total_amount"))
        .order_by("bucket", "currency")
    )
    return [
        Spent(bucket.date() if isinstance(bucket, dt.datetime) else bucket, currency, orders, amount)
        for bucket, currency, orders, amount in found
    ]
