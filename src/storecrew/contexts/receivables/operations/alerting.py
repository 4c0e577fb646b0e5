"""Tell those who grant credit of invoices that have been late for long."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.channels import public as channels
from storecrew.contexts.receivables import rules
from storecrew.contexts.receivables.models import OpenItem
from storecrew.contexts.work import public as work
from storecrew.kernel.actor import system_actor
from storecrew.kernel.sentence import say_many

ALERT = "receivables.late"
ACTOR = system_actor("receivables.alert_late")


def alert_late(*, at: dt.datetime) -> int:
    """Raise a finding while invoices are late for too long, else end it; return how many are."""
    day = channels.house_day(at) - dt.timedelta(days=rules.TOO_LATE_DAYS)
    late = OpenItem.objects.filter(state=OpenItem.State.OPEN, hold="", due_on__lt=day).exclude(number="")
    count = late.count()
    if not count:
        work.resolve_finding(dedupe_key=ALERT, actor=ACTOR, at=at)
        return 0
    work.raise_finding(
        code=ALERT,
        title=say_many(
            "%(n)s invoice is more than 30 days late", "%(n)s invoices are more than 30 days late", count
        ),
        owner_role="head_of_digital",
        dedupe_key=ALERT,
        url="/admin/open-items/?f.age=31-60&f.age=61-90&f.age=over_90&sort=due",
        actor=ACTOR,
        at=at,
    )
    return count
