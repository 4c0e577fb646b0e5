"""Which background processes are alive, and what to do with the work of those that are not."""

from __future__ import annotations

import datetime as dt
import logging
import threading

from django.db import DatabaseError, connections, transaction
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from storecrew.kernel import clock
from storecrew.kernel.schedule.claims import DEAD_AFTER, HEARTBEAT_SECONDS
from storecrew.kernel.schedule.models import Worker

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 5
"""A task that failed or lost its worker so often stays failed, where people see it."""


class Heart:
    """Says in a thread of its own that this process is alive, until ``stop``."""

    def __init__(self, name: str, kind: str) -> None:
        self.name, self.kind = name, kind
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="heart", daemon=True)

    def start(self) -> None:
        """Beat once now, then regularly."""
        beat(self.name, self.kind, at=clock.now())
        self._thread.start()

    def stop(self) -> None:
        """Stop beating and say goodbye, so that nobody waits for this process."""
        self._stop.set()
        self._thread.join()
        Worker.objects.filter(name=self.name).delete()

    def _beat(self) -> None:
        try:
            while not self._stop.wait(HEARTBEAT_SECONDS):
                try:
                    beat(self.name, self.kind, at=clock.now())
                except DatabaseError as error:
                    logger.warning("a heartbeat failed: %s", error)
                    connections.close_all()
        finally:
            connections.close_all()


def beat(name: str, kind: str, *, at: dt.datetime) -> None:
    """Note that a process is alive."""
    Worker.objects.update_or_create(
        name=name,
        defaults={"heartbeat_at": at},
        create_defaults={"kind": kind, "started_at": at, "heartbeat_at": at},
    )


def alive(at: dt.datetime) -> list[Worker]:
    """Return the processes heard of lately, by kind and name."""
    return list(Worker.objects.filter(heartbeat_at__gt=at - DEAD_AFTER).order_by("kind", "name"))


def rescue_tasks(at: dt.datetime) -> int:
    """Queue again the tasks of dead workers and those that failed; return how many.

    Tasks are safe to run twice (rule of the house). A failed task waits 2, 4, 8, 16 seconds; one that used
    up its attempts stays failed.
    """
    living = {worker.name for worker in alive(at)}
    rescued = 0
    orphans = DBTaskResult.objects.filter(
        status=TaskResultStatus.RUNNING, started_at__lte=at - DEAD_AFTER
    ).only("pk", "worker_ids")
    for task in orphans:
        if not task.worker_ids or task.worker_ids[-1] not in living:
            rescued += _again(task, at, from_status=TaskResultStatus.RUNNING)
    for task in DBTaskResult.objects.filter(
        status=TaskResultStatus.FAILED, finished_at__gt=at - dt.timedelta(hours=1)
    ).only("pk", "worker_ids"):
        rescued += _again(task, at, from_status=TaskResultStatus.FAILED)
    Worker.objects.filter(heartbeat_at__lt=at - dt.timedelta(days=1)).delete()
    return rescued


def _again(task: DBTaskResult, at: dt.datetime, *, from_status: str) -> int:
    attempts = len(task.worker_ids)
    row = DBTaskResult.objects.filter(pk=task.pk, status=from_status)
    with transaction.atomic():
        if attempts < MOST_ATTEMPTS:
            return row.update(
                status=TaskResultStatus.READY,
                started_at=None,
                finished_at=None,
                run_after=at + dt.timedelta(seconds=2**attempts),
            )
        if from_status == TaskResultStatus.RUNNING:
            row.update(
                status=TaskResultStatus.FAILED,
                finished_at=at,
                traceback=f"given up: {attempts} workers died while they did this task",
            )
    return 0
