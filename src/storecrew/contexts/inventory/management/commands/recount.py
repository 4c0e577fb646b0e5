"""``manage recount --check|--fix``: prove that the stock counters equal the ledger."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.inventory import public as inventory
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor


class Command(BaseCommand):
    """Exit status 0 when every counter is proved (or was repaired), 1 when a difference is left."""

    help = "Compare every stock counter with the ledger; --fix sets what differs and writes the audit trail."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --check (the default) or --fix, and --json."""
        mode = parser.add_mutually_exclusive_group()
        mode.add_argument("--check", action="store_true", help="only compare (default)")
        mode.add_argument("--fix", action="store_true", help="repair the counters")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the recount and leave with its status."""
        result = inventory.recount(fix=options["fix"], actor=system_actor("manage recount"), at=clock.now())
        left = result.unrepaired
        if options["json"]:
            self.stdout.write(
                json.dumps(
                    {
                        "levels": result.levels,
                        "differences": [asdict(row) for row in result.differences],
                        "unrepaired": [asdict(row) for row in left],
                    }
                )
            )
        else:
            skus = catalog.variants({row.variant_id for row in result.differences})
            places = {place.id: place.code for place in inventory.locations()}
            for row in result.differences:
                sku = skus[row.variant_id].sku if row.variant_id in skus else f"variant {row.variant_id}"
                place = places.get(row.location_id, f"location {row.location_id}")
                state = "" if not options["fix"] else (" (not repaired)" if row in left else " (repaired)")
                self.stdout.write(
                    f"{sku} at {place}: {row.counter} says "
                    f"{row.stored}, the ledger proves {row.proved}{state}"
                )
            self.stdout.write(
                f"{result.levels} levels compared, {len(result.differences)} differences, {len(left)} left."
            )
        if left:
            raise SystemExit(1)
