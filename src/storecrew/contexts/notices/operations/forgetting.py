"""What was told long ago is forgotten; the inbox keeps its lines."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.notices.models import Delivery

KEPT = dt.timedelta(days=30)


def forget_settled(*, at: dt.datetime) -> int:
    """Delete deliveries that were settled more than thirty days ago; return how many."""
    return Delivery.objects.filter(settled_at__lt=at - KEPT).delete()[0]
