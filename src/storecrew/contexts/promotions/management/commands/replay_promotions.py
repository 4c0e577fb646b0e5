"""``replay_promotions DIR``: what our engine and stock gate would have said to a real past."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from storecrew.contexts.promotions.errors import UnreadableReceipts
from storecrew.contexts.promotions.providers.receipts import read_past
from storecrew.contexts.promotions.queries.words import CONDITIONS
from storecrew.contexts.promotions.rules.replay_words import in_words
from storecrew.contexts.promotions.rules.replaying import replay
from storecrew.kernel.commands import ReportingCommand, Unusable


class Command(ReportingCommand):
    """Exit status: 0, or 2 when the folder could not be read. Nothing is written anywhere."""

    help = "Rebuild the coupons of a folder of receipts, price its baskets, and ask the stock gate."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Folder, and how much stock the shop of the replay holds."""
        super().add_arguments(parser)
        parser.add_argument("folder", type=Path)
        parser.add_argument("--cover-weeks", type=int, default=4, help="usual sales on the shelf; default: 4")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, replay and report."""
        started = time.perf_counter()
        try:
            past = read_past(options["folder"])
        except UnreadableReceipts as error:
            what = error.details["what"]
            reason, step = f"{error.message} ({what})", str(error.next_step)
            raise Unusable(reason, suggestion=step, code=error.code, what=what) from error
        report = replay(past, cover_weeks=options["cover_weeks"])
        report["seconds"] = round(time.perf_counter() - started, 1)
        if options["json"]:
            self.stdout.write(json.dumps(report, indent=1))
        else:
            for line in in_words(report, conditions=CONDITIONS):
                self.stdout.write(line)
