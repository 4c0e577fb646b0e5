"""The kernel's own jobs: rescue tasks of dead workers, forget old runs and what old mails said."""

from __future__ import annotations

import datetime as dt

from django.conf import settings

from storecrew.kernel import mail
from storecrew.kernel.schedule.models import ScheduledRun
from storecrew.kernel.schedule.registry import every
from storecrew.kernel.schedule.workers import rescue_tasks

KEEP_DONE = dt.timedelta(days=7)
KEEP_FAILED = dt.timedelta(days=90)


@every(seconds=15, name="schedule.rescue_tasks")
def rescue(at: dt.datetime) -> int:
    """Queue again what a dead worker left behind and what failed; return how many tasks."""
    return rescue_tasks(at)


@every(seconds=3600, name="schedule.forget_old_runs")
def forget_old_runs(at: dt.datetime) -> int:
    """Delete runs nobody needs any more; return how many."""
    done = ScheduledRun.objects.filter(state=ScheduledRun.State.DONE, finished_at__lt=at - KEEP_DONE)
    rest = ScheduledRun.objects.exclude(state=ScheduledRun.State.RUNNING).filter(
        finished_at__lt=at - KEEP_FAILED
    )
    return done.delete()[0] + rest.delete()[0]


@every(seconds=86_400, name="mail.forget_old")
def forget_old_mails(at: dt.datetime) -> int:
    """Empty mails whose time is over; return how many."""
    return mail.forget_old(before=at - dt.timedelta(days=settings.STORECREW_MAILS_KEPT_DAYS))
