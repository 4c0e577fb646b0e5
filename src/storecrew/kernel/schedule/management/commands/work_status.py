"""``manage work_status``: what background work runs, waits, is late or was given up."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from storecrew.kernel import clock
from storecrew.kernel.schedule.status import WorkStatus, work_status


class Command(BaseCommand):
    """Print the state of background work; exit 1 when something needs a person."""

    help = "Show workers, jobs and queues; exit status 1 when something is late, failing or given up."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add ``--json``."""
        parser.add_argument("--json", action="store_true", help="Print one JSON object.")

    def handle(self, **options: Any) -> None:
        """Print and set the exit status."""
        status = work_status(clock.now())
        if options["json"]:
            self.stdout.write(json.dumps({"well": status.well, **asdict(status)}, default=str, indent=2))
        else:
            self._print(status)
        if not status.well:
            raise SystemExit(1)

    def _print(self, status: WorkStatus) -> None:
        for worker in status.workers:
            self.stdout.write(f"alive     {worker}")
        if not status.workers:
            self.stdout.write("No worker is alive: start one with ./dev up or ./dev manage run_worker.")
        for queue in status.queues:
            since = f", oldest since {queue.oldest:%Y-%m-%d %H:%M:%S} UTC" if queue.oldest else ""
            self.stdout.write(
                f"queue     {queue.name}: {queue.waiting} waiting{since}, {queue.given_up} given up"
            )
        for job in status.jobs:
            trouble = " LATE" if job.late else ""
            trouble += f" FAILED {job.failures} times: {job.error.splitlines()[-1]}" if job.failures else ""
            self.stdout.write(f"job       {job.name} every {job.seconds} s: {job.state}{trouble}")
