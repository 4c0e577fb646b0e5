"""``import_stock FILE``: take opening stock from a sheet."""

from __future__ import annotations

from storecrew.contexts.imports.management.sheet_command import SheetCommand


class Command(SheetCommand):
    """Exit status as of ``import_catalog``."""

    help = "Take opening stock from a CSV or XLSX sheet."
    kind = "stock"
