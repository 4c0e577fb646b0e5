"""``manage replay_orders FILE``: live through the orders of a real shop by the product's own operations."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from storecrew.contexts.inventory import public as inventory
from storecrew.demo.replay.files import FORMATS, read_history
from storecrew.demo.replay.history import UnreadableHistory
from storecrew.demo.replay.playing import Player
from storecrew.demo.replay.report import report
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor

ACTOR = "manage replay_orders"


class Command(BaseCommand):
    """Exit status 0 when counters equal the ledger at the end, 1 when not, 2 for an unreadable file."""

    help = "Place, pay, ship, cancel and return the orders of a file in a channel of their own."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, its format, a limit and --json."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", choices=FORMATS, required=True)
        parser.add_argument("--limit", type=int, help="only the first so many happenings")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        """Live through the file and report."""
        actor = system_actor(ACTOR)
        try:
            history = read_history(options["file"], options["format"])
        except UnreadableHistory as error:
            raise CommandError(str(error), returncode=2) from error
        count = len(history.happenings[: options["limit"]])
        player = Player(history, actor=actor)
        started = time.monotonic()

        def tell(done: int) -> None:
            if done % 50 == 0 or done == count:
                seconds = time.monotonic() - started
                self.stderr.write(f"{done:>8} of {count}  {player.played.orders / seconds:6.1f} orders/s")

        played = player.play(limit=options["limit"], tell=tell)
        seconds = time.monotonic() - started
        differences = inventory.recount(fix=False, actor=actor, at=clock.now()).differences
        document = report(history, played, player.shop, seconds=seconds, differences=len(differences))
        self.stdout.write(json.dumps(document) if options["json"] else _words(document))
        if not document["stock_agrees"]:
            raise SystemExit(1)


def _words(document: dict[str, Any]) -> str:
    return "\n".join(
        f"{name.replace('_', ' '):<28} {json.dumps(value) if isinstance(value, dict) else value}"
        for name, value in document.items()
    )
