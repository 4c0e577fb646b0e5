"""What carriers reported is not kept for ever: what was made of it stays, the messages go."""

from __future__ import annotations

import datetime as dt

from django.conf import settings

from storecrew.contexts.shipping.models import CarrierMessage


def forget_messages(*, at: dt.datetime) -> int:
    """Delete messages of carriers whose time is over, also what was never matched; return how many."""
    over = at - dt.timedelta(days=settings.STORECREW_REPORTS_KEPT_DAYS)
    return CarrierMessage.objects.filter(received_at__lt=over).delete()[0]
