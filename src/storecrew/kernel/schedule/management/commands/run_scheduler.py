"""``manage run_scheduler``: the repeating jobs until it is told to stop."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from storecrew.kernel.schedule.processes import run_until_stopped
from storecrew.kernel.schedule.scheduler import Scheduler


class Command(BaseCommand):
    """Run one scheduler; of several, each tick is done by one."""

    help = "Run repeating jobs until stopped with SIGTERM or Ctrl-C."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        """Run jobs until stopped."""
        run_until_stopped(Scheduler())
