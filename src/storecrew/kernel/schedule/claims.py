"""Claiming a tick, keeping it alive, giving it back, and taking over from the dead."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from storecrew.kernel.schedule.models import ScheduledRun
from storecrew.kernel.schedule.registry import Job

HEARTBEAT_SECONDS = 5
DEAD_AFTER = dt.timedelta(seconds=30)
"""A holder not heard of for so long is dead; its run is taken over well within a minute."""
MOST_ATTEMPTS = 3
"""A run that killed so many holders is given up as lost, so that the next tick can come."""

State = ScheduledRun.State


class Claim(NamedTuple):
    """The answer to a claim: the run to do now, if any, and whether asking again in this tick is useful."""

    run: ScheduledRun | None
    settled: bool


def claim(job: Job, *, at: dt.datetime, holder: str) -> Claim:
    """Return the run this holder may do now.

    The unique row is the claim: of any number of schedulers one inserts it. A tick that was missed
    is not made up for, and a clock that jumps back finds its ticks already done.
    """
    tick = job.tick(at)
    running = ScheduledRun.objects.filter(name=job.name, state=State.RUNNING).first()
    if running is not None:
        return Claim(_take_over(running, at=at, holder=holder), settled=False)
    if ScheduledRun.objects.filter(name=job.name, tick=tick).exists():
        return Claim(None, settled=True)
    try:
        with transaction.atomic():
            run = ScheduledRun.objects.create(
                name=job.name, tick=tick, holder=holder, started_at=at, heartbeat_at=at
            )
    except IntegrityError:
        return Claim(None, settled=False)
    return Claim(run, settled=True)


def _take_over(run: ScheduledRun, *, at: dt.datetime, holder: str) -> ScheduledRun | None:
    """Continue a dead holder's run, or give it up when it killed too many."""
    mine = ScheduledRun.objects.filter(
        pk=run.pk, state=State.RUNNING, holder=run.holder, heartbeat_at__lte=at - DEAD_AFTER
    )
    if run.attempts >= MOST_ATTEMPTS:
        mine.update(
            state=State.LOST,
            finished_at=at,
            error=f"given up after {run.attempts} holders died; last: {run.holder}",
        )
        return None
    if not mine.update(holder=holder, heartbeat_at=at, attempts=F("attempts") + 1):
        return None
    run.refresh_from_db()
    return run


def beat(run: ScheduledRun, *, at: dt.datetime) -> bool:
    """Say that the holder is alive; return whether the run is still its own."""
    return bool(_own(run).update(heartbeat_at=at))


def finish(run: ScheduledRun, *, at: dt.datetime, error: str = "") -> bool:
    """Record the end of a run; return False when somebody else had taken it over."""
    state = State.FAILED if error else State.DONE
    return bool(_own(run).update(state=state, finished_at=at, error=error[-4000:]))


def _own(run: ScheduledRun) -> QuerySet[ScheduledRun]:
    return ScheduledRun.objects.filter(pk=run.pk, holder=run.holder, state=State.RUNNING)
