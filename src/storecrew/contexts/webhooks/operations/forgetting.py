"""Deliveries are not kept for ever."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.webhooks.models import Delivery, Message

KEEP = dt.timedelta(days=30)
KEEP_DEAD = dt.timedelta(days=90)
A_ROUND = 2000


def forget_old(*, at: dt.datetime) -> int:
    """Delete what is older than its time, with attempts and messages; return how many deliveries.

    What was delivered is kept 30 days, what was given up or still waits for a paused subscription 90.
    """
    done = Delivery.objects.filter(state=Delivery.State.DELIVERED, created_at__lt=at - KEEP)
    rest = Delivery.objects.filter(created_at__lt=at - KEEP_DEAD)
    ids = [*done.values_list("pk", flat=True)[:A_ROUND], *rest.values_list("pk", flat=True)[:A_ROUND]]
    Delivery.objects.filter(pk__in=set(ids)).delete()
    Message.objects.filter(occurred_at__lt=at - KEEP, deliveries__isnull=True).delete()
    return len(set(ids))
