"""How well carriers keep the days that were promised to customers."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import TruncDate

from storecrew.contexts.shipping.models import Label, Promise
from storecrew.contexts.shipping.rules.shopping import score

MEASURED = dt.timedelta(days=90)


def on_time_scores(at: dt.datetime) -> dict[str, int | None]:
    """Return by carrier's code how many of a thousand parcels of 90 days came by the promised day.

    Only parcels that left in time count: what the warehouse kept too long is not the carrier's fault. One
    query; None while too few are known. Days are those of the database's time zone, UTC.
    """
    promised = Promise.objects.filter(order_ref=OuterRef("order_ref"))
    left_in_time = promised.filter(leaves_by__gte=OuterRef("left_on"))
    kept = promised.filter(latest__gte=OuterRef("came_on"))
    rows = (
        Label.objects.filter(delivered_at__gte=at - MEASURED, delivered_at__lte=at, state="bought")
        .annotate(left_on=TruncDate("picked_up_at"), came_on=TruncDate("delivered_at"))
        .filter(Exists(left_in_time))
        .annotate(kept=Exists(kept))
        .order_by()
        .values(carrier=F("account__code"))
        .annotate(known=Count("pk"), good=Count("pk", filter=Q(kept=True)))
    )
    return {row["carrier"]: score(row["good"], row["known"]) for row in rows}
