"""The background worker: handles events, sends mails, runs tasks; all of it again after a fault."""

from __future__ import annotations

import logging
import threading

from django.db import DatabaseError, close_old_connections, connections
from django_tasks_db.management.commands.db_worker import Worker as TaskWorker

from storecrew.kernel import mail, outbox, revisions
from storecrew.kernel.schedule.apps import WAKE_TAG
from storecrew.kernel.schedule.scheduler import own_name
from storecrew.kernel.schedule.workers import Heart

logger = logging.getLogger(__name__)

IDLE_SECONDS = 2.0
"""How long an event waits at most when nobody woke the worker: mails of a later time, other machines."""
LOOK_SECONDS = 0.05
"""How often the worker looks whether it was woken; the look is one number in memory."""
AFTER_FAULT_SECONDS = 1.0


class BackgroundWorker:
    """One process's share of the background work."""

    def __init__(self, *, name: str = "", idle_seconds: float = IDLE_SECONDS) -> None:
        self.name = name or own_name()
        self._idle_seconds = idle_seconds
        self._stop = threading.Event()
        self._tasks = TaskWorker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=1,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=self.name[:64],
        )

    def stop(self) -> None:
        """Finish what is being done, start nothing else."""
        self._tasks.running = False
        self._stop.set()

    def run(self) -> None:
        """Work until ``stop``."""
        heart = Heart(self.name[:64], "worker")
        heart.start()
        tasks = threading.Thread(target=self._run_tasks, name="tasks", daemon=True)
        tasks.start()
        try:
            while not self._stop.is_set():
                stamps = revisions.current([WAKE_TAG])
                if not self.work_once():
                    self._wait_for_more(stamps)
        finally:
            tasks.join(timeout=30)
            heart.stop()

    def work_once(self) -> int:
        """Handle waiting events and mails; return how many were finished; a database fault counts 0."""
        try:
            close_old_connections()
            return outbox.drain(100) + mail.deliver_due(50)
        except DatabaseError as error:
            logger.warning("the worker could not reach its queue: %s", error)
            connections.close_all()
            self._stop.wait(AFTER_FAULT_SECONDS)
            return 0

    def _wait_for_more(self, stamps: tuple[revisions.Stamp, ...]) -> None:
        waited = 0.0
        while waited < self._idle_seconds and revisions.current([WAKE_TAG]) == stamps:
            if self._stop.wait(LOOK_SECONDS):
                return
            waited += LOOK_SECONDS

    def _run_tasks(self) -> None:
        while not self._stop.is_set():
            try:
                self._tasks.run()
            except DatabaseError as error:
                logger.warning("the task queue is out of reach: %s", error)
                connections.close_all()
                self._stop.wait(AFTER_FAULT_SECONDS)
        connections.close_all()
