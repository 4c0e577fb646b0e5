"""``manage replay_reductions FILE``: price promotions of a real shop, and what our stock gate had said."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from storecrew.contexts.promotions import public as promotions
from storecrew.demo.replay.files import FORMATS, read_history
from storecrew.demo.replay.history import UnreadableHistory
from storecrew.demo.replay.reductions import as_past
from storecrew.kernel.commands import ReportingCommand, Unusable


class Command(ReportingCommand):
    """Exit status: 0, or 2 for an unreadable file. Nothing is written anywhere."""

    help = "Find lower prices of a while in orders, price the baskets with them, and ask the stock gate."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, its format, and how much stock the shop of the replay holds."""
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", choices=FORMATS, required=True)
        parser.add_argument("--cover-weeks", type=int, default=4, help="usual sales on the shelf; default: 4")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, find, replay and report."""
        started = time.perf_counter()
        try:
            past = as_past(read_history(options["file"], options["format"]))
        except UnreadableHistory as error:
            suggestion = f"The file should be of the format {options['format']}, and whole."
            raise Unusable(str(error), suggestion=suggestion, code="unreadable_history") from error
        report = promotions.replay_past(past, cover_weeks=options["cover_weeks"])
        report["seconds"] = round(time.perf_counter() - started, 1)
        if options["json"]:
            self.stdout.write(json.dumps(report, indent=1))
            return
        for line in promotions.past_in_words(report, conditions=promotions.CONDITIONS):
            self.stdout.write(line)
