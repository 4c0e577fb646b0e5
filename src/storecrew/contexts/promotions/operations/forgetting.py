"""What is not kept for ever."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.promotions.models import Trace

KEPT = dt.timedelta(days=90)


def forget_traces(at: dt.datetime) -> int:
    """Delete stored explanations older than 90 days; return how many."""
    return Trace.objects.filter(at__lt=at - KEPT).delete()[0]
