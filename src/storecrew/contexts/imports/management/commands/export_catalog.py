"""``export_catalog FILE``: the whole catalog as our own CSV; ``import_catalog`` reads it back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from storecrew.contexts.imports.operations.exporting import export_catalog
from storecrew.kernel.actor import system_actor


class Command(BaseCommand):
    """Writes UTF-8 with a byte order mark, which spreadsheets need for Korean."""

    help = "Export all products, variants, prices, stock and translations as CSV (- for stdout)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to write."""
        parser.add_argument("file")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file and say how much it holds."""
        actor = system_actor("export_catalog")
        if options["file"] == "-":
            export_catalog(sys.stdout, actor=actor)
            return
        with Path(options["file"]).open("w", encoding="utf-8-sig", newline="") as out:
            products, variants = export_catalog(out, actor=actor)
        self.stdout.write(f"{products} products and {variants} variants were written to {options['file']}.")
