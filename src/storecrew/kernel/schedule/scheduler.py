"""The loop that runs jobs when their tick comes."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
import traceback
from concurrent.futures import Future, ThreadPoolExecutor

from django.db import DatabaseError, close_old_connections, connections

from storecrew.kernel import clock
from storecrew.kernel.schedule import claims
from storecrew.kernel.schedule.models import ScheduledRun
from storecrew.kernel.schedule.registry import Job, jobs

logger = logging.getLogger(__name__)

POLL_SECONDS = 1.0
THREADS = 4


def own_name() -> str:
    """Return a name no other scheduler has."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"


def run_claimed(job: Job, run: ScheduledRun) -> bool:
    """Do one claimed run with a beating heart; return whether it went well.

    A failure is stored on the run and the next tick tries again.
    """
    stop = threading.Event()
    heart = threading.Thread(target=_beat_until, args=(run, stop), name=f"heart of {job.name}", daemon=True)
    heart.start()
    error = ""
    try:
        job.run(clock.now())
    except Exception:  # noqa: BLE001 - whatever a job raises must not end the scheduler
        error = traceback.format_exc(limit=20)
        logger.error("job %s failed: %s", job.name, error)
    finally:
        stop.set()
        heart.join()
    if not claims.finish(run, at=clock.now(), error=error):
        logger.error("job %s was taken over while it ran here; its heart had stopped", job.name)
    return not error


def _beat_until(run: ScheduledRun, stop: threading.Event) -> None:
    try:
        while not stop.wait(claims.HEARTBEAT_SECONDS):
            try:
                claims.beat(run, at=clock.now())
            except DatabaseError as error:
                logger.warning("a heartbeat failed: %s", error)
                connections.close_all()
    finally:
        connections.close_all()


class Scheduler:
    """Runs jobs in a few threads until it is stopped."""

    def __init__(self, *, holder: str = "", poll_seconds: float = POLL_SECONDS) -> None:
        self.holder = holder or own_name()
        self._poll_seconds = poll_seconds
        self._stop = threading.Event()
        self._running: dict[str, Future[None]] = {}
        self._settled: dict[str, int] = {}

    def stop(self) -> None:
        """Let running jobs end, start no other."""
        self._stop.set()

    def run(self) -> None:
        """Start jobs as their ticks come, until ``stop``."""
        with ThreadPoolExecutor(THREADS, thread_name_prefix="job") as pool:
            while not self._stop.is_set():
                self._start_due(pool)
                self._stop.wait(self._poll_seconds)

    def _start_due(self, pool: ThreadPoolExecutor) -> None:
        at = clock.now()
        for job in jobs():
            before = self._running.get(job.name)
            if (before is None or before.done()) and self._settled.get(job.name) != job.tick(at):
                self._running[job.name] = pool.submit(self._try, job)

    def _try(self, job: Job) -> None:
        close_old_connections()
        at = clock.now()
        try:
            claimed = claims.claim(job, at=at, holder=self.holder)
            if claimed.settled:
                self._settled[job.name] = job.tick(at)
            if claimed.run is not None:
                run_claimed(job, claimed.run)
        except DatabaseError as error:
            logger.warning("job %s could not be claimed: %s", job.name, error)
            connections.close_all()
        finally:
            close_old_connections()
