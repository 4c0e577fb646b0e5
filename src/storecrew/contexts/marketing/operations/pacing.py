"""The pace of a mailing that is on its way, when an answer to too few people slows it down or is taken back.

What left stays as it was. The rest leaves evenly over what is left of the days, also what waits in the queue
of mails by then: it is asked as it leaves, and told to come back later (``composing``).
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from storecrew.contexts.marketing.models import Mailing, Recipient
from storecrew.contexts.marketing.queries.mailings import days_of, staggered
from storecrew.kernel import audit
from storecrew.kernel.actor import system_actor

DAY = dt.timedelta(days=1)
SYSTEM = system_actor("marketing.pacing")
NOT_LEFT = (Recipient.State.WAITING, Recipient.State.HANDED)


def follow_pace(row: Mailing, *, at: dt.datetime) -> bool:
    """Spread what has not left over the days that hold now; True when this call did it.

    Of several workers one does it, and those who hand over at this moment lose and double nobody: whom they
    have claimed already is held back as the mail is written.
    """
    before, days = row.paced_days or row.days, days_of(row, at=at)
    if before == days:
        return False
    found = staggered(row, at=at)
    with transaction.atomic():
        mine = Mailing.objects.filter(pk=row.pk, is_counted=True, paced_days=row.paced_days)
        if not mine.update(paced_days=days, updated_at=at):
            return False
        _spread(row, days, at)
        audit.record(
            actor=SYSTEM,
            action="marketing.mailing_paced",
            record="marketing.mailing",
            record_id=row.pk,
            at=at,
            before={"days": before},
            after={"days": days},
            reason=found.reason if found else "",
        )
    row.paced_days = days
    return True


def _spread(row: Mailing, days: int, at: dt.datetime) -> None:
    """Give each day that is left its part of those who have not got it; those of a test keep their time."""
    start = (row.send_at or at) + dt.timedelta(hours=row.test_hours if row.test_percent else 0)
    gone = max(0, (at - start) // DAY)
    left = max(1, days - gone)
    rest = Recipient.objects.filter(mailing=row, part="", state__in=NOT_LEFT).order_by("pk")
    count = rest.count()
    # the first of each day, so that a day is one statement however many people it has
    places = [-(-part * count // left) for part in range(left)]
    firsts = [rest.values_list("pk", flat=True)[place] for place in places if place < count]
    for part, first in enumerate(firsts):
        day = rest.filter(pk__gte=first)
        if part + 1 < len(firsts):
            day = day.filter(pk__lt=firsts[part + 1])
        day.order_by().update(not_before=start + (gone + part) * DAY)
