"""``import_purchase_orders FILE``: take purchase orders, as drafts from a sheet."""

from __future__ import annotations

from storecrew.contexts.imports.management.sheet_command import SheetCommand


class Command(SheetCommand):
    """Exit status as of ``import_catalog``."""

    help = "Take purchase orders, as drafts from a CSV or XLSX sheet."
    kind = "purchase_orders"
