"""``manage run_worker``: events, mails and tasks until it is told to stop."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from storecrew.kernel.schedule.processes import run_until_stopped
from storecrew.kernel.schedule.worker import BackgroundWorker


class Command(BaseCommand):
    """Run one background worker; start as many processes as needed."""

    help = "Handle events, send mails and run tasks until stopped with SIGTERM or Ctrl-C."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        """Work until stopped."""
        run_until_stopped(BackgroundWorker())
