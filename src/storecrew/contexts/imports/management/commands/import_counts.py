"""``import_counts FILE``: take results of counts from a sheet."""

from __future__ import annotations

from storecrew.contexts.imports.management.sheet_command import SheetCommand


class Command(SheetCommand):
    """Exit status as of ``import_catalog``."""

    help = "Take results of counts from a CSV or XLSX sheet."
    kind = "counts"
