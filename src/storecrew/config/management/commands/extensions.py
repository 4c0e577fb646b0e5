"""Extensions that are installed here: state, what no contract promises them, what they use that goes.

``manage extensions`` lists them and exits 1 when one cannot run. ``--deprecations`` lists the names of the
contract that go, and where extensions use them. ``--record`` writes `docs/reference/contract.txt` anew, which
belongs to a release.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from storecrew.config.extending import recording
from storecrew.kernel.extensions import contract
from storecrew.kernel.extensions.deprecation import deprecations
from storecrew.kernel.extensions.standing import BROKEN, INCOMPATIBLE, Row, standing

HEADS = ("name", "version", "contract", "state", "why")


class Command(BaseCommand):
    """See the module's docstring."""

    help = "List the extensions of this installation, or the names of the contract that go."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the options."""
        parser.add_argument("--deprecations", action="store_true", help="names that go, and who uses them")
        parser.add_argument("--record", action="store_true", help="write the record of the contract anew")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked for."""
        if options["record"]:
            recording.RECORD.write_text(recording.written(), "utf-8")
            self.stdout.write(f"{len(recording.recorded())} names of contract {contract.number()} recorded.")
        elif options["deprecations"]:
            self._deprecations()
        else:
            self._list()

    def _list(self) -> None:
        rows = standing()
        if not rows:
            self.stdout.write(
                f"No extension is installed. This is contract {contract.number()}; "
                "docs/how-to/write-an-extension.md shows how one is made."
            )
            return
        lines = [HEADS, *(_cells(row) for row in rows)]
        widths = [max(len(line[column]) for line in lines) for column in range(len(HEADS) - 1)]
        for line in lines:
            padded = [text.ljust(width) for text, width in zip(line, widths, strict=False)]
            self.stdout.write("  ".join([*padded, line[-1]]).rstrip())
        for row in rows:
            for use in contract.outside(Path(row.folder)) if row.folder else ():
                self.stdout.write(f"{row.name}: {use} is in no contract and may change with any update")
        if any(row.state in {BROKEN, INCOMPATIBLE} for row in rows):
            raise SystemExit(1)

    def _deprecations(self) -> None:
        # names are known once their modules are imported
        list(recording.doorways())
        rows = deprecations()
        if not rows:
            self.stdout.write(f"Nothing of contract {contract.number()} goes.")
        used = [
            (_meant(use.name), row.name, use)
            for row in standing()
            if row.folder
            for use in contract.uses(Path(row.folder))
        ]
        for going in rows:
            self.stdout.write(str(going))
            for meant, name, use in used:
                if meant == going.name:
                    self.stdout.write(f"  {name}: {use}")


def _meant(name: str) -> str:
    """Return where that which a doorway hands on was written."""
    module, _dot, last = name.rpartition(".")
    if not contract.is_public(module):
        return ""
    thing = getattr(import_module(module), last, None)
    return f"{getattr(thing, '__module__', '')}.{getattr(thing, '__qualname__', '')}"


def _cells(row: Row) -> tuple[str, ...]:
    wanted = row.declared.contract if row.declared else ""
    return row.name, row.version or "?", wanted or "?", row.state, row.in_english
