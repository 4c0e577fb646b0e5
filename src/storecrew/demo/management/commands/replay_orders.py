"""``manage replay_orders FILE``: live through the orders of a real shop by the product's own operations."""

from __future__ import annotations

import datetime as dt
import json
import signal
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from storecrew.contexts.inventory import public as inventory
from storecrew.demo.replay.files import FORMATS, read_history
from storecrew.demo.replay.history import UnreadableHistory
from storecrew.demo.replay.playing import Player
from storecrew.demo.replay.report import report
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor
from storecrew.kernel.commands import ReportingCommand, Unusable
from storecrew.kernel.errors import DomainError

ACTOR = "manage replay_orders"


class Command(ReportingCommand):
    """Exit status 0 when counters equal the ledger at the end, 1 when not, 2 for an unreadable file."""

    help = "Place, pay, ship, cancel and return the orders of a file in a channel of their own."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, its format, a part of it and --json."""
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", choices=FORMATS, required=True)
        parser.add_argument(
            "--from", dest="since", type=dt.date.fromisoformat, help="the first day, 2011-03-01"
        )
        parser.add_argument("--to", dest="until", type=dt.date.fromisoformat, help="the last day")
        parser.add_argument("--limit", type=int, help="only the first so many happenings of these days")

    def handle(self, *args: Any, **options: Any) -> None:
        """Live through the file and report."""
        actor = system_actor(ACTOR)
        try:
            whole = read_history(options["file"], options["format"])
            history = whole.part(since=options["since"], until=options["until"], limit=options["limit"])
            if not history.happenings:
                raise UnreadableHistory(f"{options['file'].name} tells of nothing in these days.")
        except UnreadableHistory as error:
            suggestion = f"The file should be of the format {options['format']}, and whole."
            raise Unusable(str(error), suggestion=suggestion, code="unreadable_history") from error
        try:
            player = Player(history, actor=actor)
        except DomainError as error:
            raise Unusable(
                f"The shop of the replay cannot be opened: {error}",
                suggestion="When another file was lived through here before, take an installation of its own "
                "(STORECREW_DATA).",
                code="shop_of_replay",
            ) from error
        watch = _Watch(len(history.happenings), self.stderr.write)
        with _stopped_by_signals(player):
            player.play(tell=lambda done: watch.tell(done, player.played.orders))
        rates = watch.rates(player.played.orders)
        differences = inventory.recount(fix=False, actor=actor, at=clock.now()).differences
        document = report(player, differences=len(differences)) | rates
        self.stdout.write(json.dumps(document) if options["json"] else _words(document))
        if not document["stock_agrees"]:
            raise SystemExit(1)


@contextmanager
def _stopped_by_signals(player: Player) -> Iterator[None]:
    """Let Ctrl-C and a stopping machine end the replay with a report of what it has lived through."""

    def stop(_sign: int, _frame: object) -> None:
        player.stopping = True

    before = {sign: signal.signal(sign, stop) for sign in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)


class _Watch:
    """Says how far it is and how fast: by the clock on the wall, and by the time of this process alone."""

    EVERY = 100

    def __init__(self, count: int, say: Callable[[str], object]) -> None:
        self._count, self._say = count, say
        self._wall, self._busy = time.monotonic(), time.process_time()

    def tell(self, done: int, orders: int) -> None:
        """Write a line now and then."""
        if done % self.EVERY == 0 or done == self._count:
            rates = self.rates(orders)
            wall, busy = rates["orders_per_second"], rates["orders_per_cpu_second"]
            self._say(f"{done:>8} of {self._count}  {wall:6.1f} orders/s  {busy:6.1f} orders/s of CPU")

    def rates(self, orders: int) -> dict[str, float]:
        """Return the seconds so far and the orders in each."""
        wall, busy = time.monotonic() - self._wall, time.process_time() - self._busy
        return {
            "seconds": round(wall, 1),
            "cpu_seconds": round(busy, 1),
            "orders_per_second": round(orders / wall, 2) if wall else 0.0,
            "orders_per_cpu_second": round(orders / busy, 2) if busy else 0.0,
        }


def _words(document: dict[str, Any]) -> str:
    return "\n".join(
        f"{name.replace('_', ' '):<28} {json.dumps(value) if isinstance(value, dict) else value}"
        for name, value in document.items()
    )
