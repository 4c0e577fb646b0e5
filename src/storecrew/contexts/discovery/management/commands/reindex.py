"""Rebuild, check or follow the search index of this machine."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from storecrew.contexts.discovery import public as discovery


class Command(BaseCommand):
    """``manage reindex [--check] [--follow] [--json]``"""

    help = "Rebuild the search index of this machine from the database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--check", action="store_true", help="only compare; exit 1 when it differs")
        parser.add_argument("--follow", action="store_true", help="then keep this machine's index up to date")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        report = discovery.check_index() if options["check"] else discovery.reindex()
        if options["json"]:
            self.stdout.write(json.dumps(asdict(report)))
        else:
            self.stdout.write(
                f"{report.products} products, {report.variants} variants, {report.seconds:.1f} s"
            )
        if report.differences:
            raise CommandError("The index differs: " + ", ".join(report.differences))
        while options["follow"]:
            discovery.catch_up()
            time.sleep(1)
