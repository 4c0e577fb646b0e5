"""Build the demo store in a new data folder."""

import sys
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from storecrew.contexts.channels import public as channels
from storecrew.demo import store


class Command(BaseCommand):
    """Build the demo store by the product's own operations."""

    help = "Build the demo store: products, prices, stock, customers and ninety days of orders."

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, telling each step; refuse at once where it may not be or when the shop is not new."""
        if not settings.STORECREW_DEMO:
            raise CommandError(
                "The demo store needs STORECREW_DEMO=1: its sign-ins are public and its parcels simulated, "
                "so it is never built by mistake. Run `STORECREW_DEMO=1 ./dev manage build_demo`, or "
                "`./dev up` with a new data folder, which sets it. Nothing was changed."
            )
        if channels.all_channels():
            raise CommandError("This shop has channels already. Use ./dev up --fresh to start anew.")
        self._began = time.monotonic()
        self._name = ""
        store.build(self._tell)
        self.stdout.write("")

    def _tell(self, step: str) -> None:
        """Show the step behind the seconds so far; on a terminal a step that counts writes over itself."""
        name, line = step.partition(":")[0], f"  {time.monotonic() - self._began:4.0f} s  {step:<60}"
        if sys.stdout.isatty():
            self.stdout.write("\n" if self._name not in ("", name) else "\r", ending="")
        self.stdout.write(line, ending="" if sys.stdout.isatty() else "\n")
        self.stdout.flush()
        self._name = name
