"""What is kept for how long, and what goes with a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from storecrew.contexts.insights.models import CartPath, Event, Exposure, Visit

EVENTS_KEPT = dt.timedelta(days=400)
VISITS_KEPT = dt.timedelta(days=180)
CARTS_KEPT = dt.timedelta(days=400)
PART = 5000


def forget_old(*, at: dt.datetime) -> int:
    """Delete events, visits and paths of carts that nobody asks about one by one; their sums stay.

    What a visit saw goes with the visit, also where its cart is still known.
    """
    seen = CartPath.objects.filter(changed_at__lt=at - VISITS_KEPT).exclude(pages=[])
    gone = seen.update(pages=[])
    for rows in (
        Event.objects.filter(at__lt=at - EVENTS_KEPT),
        Visit.objects.filter(started_at__lt=at - VISITS_KEPT),
        CartPath.objects.filter(changed_at__lt=at - CARTS_KEPT),
    ):
        ids = list(rows.order_by("pk").values_list("pk", flat=True)[:PART])
        while ids:
            gone += rows.model._default_manager.filter(pk__in=ids).delete()[0]
            ids = list(rows.order_by("pk").values_list("pk", flat=True)[:PART])
    return gone


def forget_visitors(order_ids: Iterable[int]) -> int:
    """Forget the visits of whoever placed these orders; what the orders owe stays, without the browser."""
    carts = CartPath.objects.filter(order_id__in=list(order_ids))
    visitors = {one for one in carts.values_list("visitor", flat=True) if one is not None}
    gone = Visit.objects.filter(visitor__in=visitors).delete()[0]
    Exposure.objects.filter(visitor__in=visitors).delete()
    CartPath.objects.filter(visitor__in=visitors).update(visitor=None, pages=[])
    return gone


def forget_visitor(number: int) -> int:
    """Forget the visits of a browser whose owner takes the agreement back."""
    gone = Visit.objects.filter(visitor=number).delete()[0]
    Exposure.objects.filter(visitor=number).delete()
    CartPath.objects.filter(visitor=number).update(visitor=None, pages=[])
    return gone
