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
        """Show the step behind the seconds so far.

        On a terminal a step that counts writes over itself; in a file each step has one line, when it begins.
        """
        name = step.partition(":")[0]
        terminal, began = sys.stdout.isatty(), name != self._name
        if terminal:
            self.stdout.write("\n" if began and self._name else "\r", ending="")
        elif not began:
            return
        told = f"{step:<60}" if terminal else name
        self.stdout.write(
            f"  {time.monotonic() - self._began:4.0f} s  {told}", ending="" if terminal else "\n"
        )
        self.stdout.flush()
        self._name = name
