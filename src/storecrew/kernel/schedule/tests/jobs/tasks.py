"""Jobs and tasks with the faults the tests need."""

from __future__ import annotations

import datetime as dt
import os
import time

from django_tasks import task

from storecrew.kernel import schedule
from storecrew.kernel.schedule.tests.jobs.models import Trace


def every_second(at: dt.datetime) -> None:
    """Leave one trace a tick."""
    Trace.objects.create(what="second", pid=os.getpid(), tick=int(at.timestamp()))


if not os.environ.get("ONLY_SLOW"):
    schedule.every(seconds=1, name="jobs.every_second")(every_second)


# So seldom that no second tick of it comes while a test looks on.
@schedule.every(seconds=7 * 24 * 3600, name="jobs.slow")
def slow(at: dt.datetime) -> None:
    """Hang in the process that gets it first; end at once in the next one."""
    Trace.objects.create(what="slow", pid=os.getpid())
    if Trace.objects.filter(what="slow").count() == 1 and os.environ.get("HANG"):
        time.sleep(600)


@task()
def leave_trace(what: str) -> None:
    """Leave a trace."""
    Trace.objects.create(what=what, pid=os.getpid())


@task()
def hang_once(what: str) -> None:
    """Hang the first time."""
    Trace.objects.create(what=what, pid=os.getpid())
    if Trace.objects.filter(what=what).count() == 1:
        time.sleep(600)
