"""Visits that led to a person's orders: handed out on request, forgotten when the person leaves."""

from __future__ import annotations

import datetime as dt
from typing import Any

from storecrew.contexts.insights.models import CartPath, Exposure, OrderTouch, Visit
from storecrew.contexts.insights.operations.keeping import forget_visitors
from storecrew.contexts.orders import public as orders
from storecrew.kernel.actor import Actor


class VisitData:
    """What browsers that a person bought with have seen, where their owner agreed."""

    name = "visits"

    def export(self, *, customer_id: int, email: str) -> list[dict[str, Any]]:
        """Return the visits, and what the person's orders owe to which."""
        ids = orders.ids_of_person(customer_id, email)
        visitors = CartPath.objects.filter(order_id__in=ids).exclude(visitor=None)
        numbers = {one for one in visitors.values_list("visitor", flat=True) if one is not None}
        seen = Visit.objects.filter(visitor__in=numbers)
        tried = Exposure.objects.filter(visitor__in=numbers).order_by("pk")
        touches = OrderTouch.objects.filter(order_id__in=ids).order_by("order_id", "position")
        return (
            [
                {
                    "started_at": one.started_at.isoformat(),
                    "came_by": one.way,
                    "source": one.source,
                    "campaign": one.campaign,
                    "device": one.device,
                    "pages": one.pages,
                }
                for one in seen.order_by("started_at")
            ]
            + [
                {"order": one.order_id, "visit": one.place, "came_by": one.way, "campaign": one.campaign}
                for one in touches
            ]
            + [
                {"experiment": one.experiment_id, "variant": one.variant, "since": one.first_at.isoformat()}
                for one in tried
            ]
        )

    def erase(self, *, customer_id: int, email: str, actor: Actor, at: dt.datetime) -> None:
        """Forget the visits; what is left of an order's touches names no browser."""
        forget_visitors(orders.ids_of_person(customer_id, email))
