"""Build the demo store in a new data folder."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from storecrew.contexts.channels import public as channels
from storecrew.demo import store


class Command(BaseCommand):
    """Build the demo store by the product's own operations."""

    help = "Build the demo store: products, prices, stock, customers and ninety days of orders."

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, telling each step; refuse when the shop is not new."""
        if channels.all_channels():
            raise CommandError("This shop has channels already. Use ./dev up --fresh to start anew.")
        store.build(self._tell)
        self.stdout.write("")

    def _tell(self, step: str) -> None:
        """Show the step; on a terminal the counting steps write over themselves."""
        end = "\r" if sys.stdout.isatty() else "\n"
        self.stdout.write(f"  {step:<60}", ending=end)
        self.stdout.flush()
