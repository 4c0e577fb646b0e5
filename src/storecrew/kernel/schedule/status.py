"""How background work stands: for the health page, the developer's workspace and ``work_status``."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import F, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from storecrew.kernel.mail.models import Mail
from storecrew.kernel.outbox.models import HandlerRun, OutboxEvent
from storecrew.kernel.schedule.models import ScheduledRun
from storecrew.kernel.schedule.registry import Job, jobs
from storecrew.kernel.schedule.workers import alive

State = ScheduledRun.State
RECENT = 20
GRACE_SECONDS = 60


@dataclass(frozen=True)
class JobStatus:
    """One job: its last run, how often it failed in a row, and whether it is late."""

    name: str
    seconds: int
    state: str
    started_at: dt.datetime | None
    finished_at: dt.datetime | None
    failures: int
    late: bool
    error: str


@dataclass(frozen=True)
class QueueStatus:
    """One queue: what waits, since when, and what was given up and needs a person."""

    name: str
    waiting: int
    oldest: dt.datetime | None
    given_up: int


@dataclass(frozen=True)
class WorkStatus:
    """All background work at one instant."""

    workers: tuple[str, ...]
    jobs: tuple[JobStatus, ...]
    queues: tuple[QueueStatus, ...]

    @property
    def well(self) -> bool:
        """Tell whether somebody works and nothing is late, failing or given up."""
        return (
            bool(self.workers)
            and not any(job.late or job.failures for job in self.jobs)
            and not any(queue.given_up for queue in self.queues)
        )


def work_status(at: dt.datetime) -> WorkStatus:
    """Return how all background work stands; as many queries for many jobs as for one."""
    recent = _recent(at)
    return WorkStatus(
        workers=tuple(f"{worker.kind} {worker.name}" for worker in alive(at)),
        jobs=tuple(_job(job, recent[job.name], at) for job in jobs()),
        queues=(_outbox(), _mails(), _tasks()),
    )


def _recent(at: dt.datetime) -> dict[str, list[ScheduledRun]]:
    """Return the newest runs of each job, newest first; jobs that fell silent are looked for apart."""
    near = Q(pk__in=[])
    for job in jobs():
        near |= Q(name=job.name, tick__gte=job.tick(at) - RECENT)
    found: dict[str, list[ScheduledRun]] = {job.name: [] for job in jobs()}
    for run in ScheduledRun.objects.filter(near).order_by("-tick"):
        found[run.name].append(run)
    silent = [name for name, runs in found.items() if not runs]
    oldest = ScheduledRun.objects.filter(name=OuterRef("name")).order_by("-tick")[RECENT - 1 : RECENT]
    since = Coalesce(Subquery(oldest.values("tick")), F("tick"))
    for run in ScheduledRun.objects.filter(name__in=silent, tick__gte=since).order_by("-tick"):
        found[run.name].append(run)
    return {name: runs[:RECENT] for name, runs in found.items()}


def _job(job: Job, recent: list[ScheduledRun], at: dt.datetime) -> JobStatus:
    ended = [run for run in recent if run.state != State.RUNNING]
    failures = next((index for index, run in enumerate(ended) if run.state == State.DONE), len(ended))
    last = recent[0] if recent else None
    limit = at - dt.timedelta(seconds=job.seconds * 2 + GRACE_SECONDS)
    return JobStatus(
        name=job.name,
        seconds=job.seconds,
        state=last.state if last else "never",
        started_at=last.started_at if last else None,
        finished_at=last.finished_at if last else None,
        failures=failures,
        late=last is not None and last.started_at < limit,
        error=ended[0].error if failures else "",
    )


def _outbox() -> QueueStatus:
    waiting = OutboxEvent.objects.filter(done_at=None)
    oldest = waiting.aggregate(oldest=Min("published_at"))["oldest"]
    return QueueStatus("outbox", waiting.count(), oldest, HandlerRun.objects.filter(given_up=True).count())


def _mails() -> QueueStatus:
    waiting = Mail.objects.filter(state__in=[Mail.State.WAITING, Mail.State.SENDING])
    oldest = waiting.aggregate(oldest=Min("queued_at"))["oldest"]
    return QueueStatus(
        "mail", waiting.count(), oldest, Mail.objects.filter(state=Mail.State.GIVEN_UP).count()
    )


def _tasks() -> QueueStatus:
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    oldest = waiting.aggregate(oldest=Min("enqueued_at"))["oldest"]
    failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED)
    return QueueStatus("tasks", waiting.count(), oldest, failed.count())
