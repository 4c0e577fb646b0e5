"""The imports app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    """Catalog files in and out."""

    name = "storecrew.contexts.imports"
    label = "imports"
    verbose_name = _("Imports")

    def ready(self) -> None:
        """Make the background tasks and the kinds of sheets known."""
        from storecrew.contexts.imports import tasks  # noqa: F401
        from storecrew.contexts.imports.operations import count_sheet, stock_sheet  # noqa: F401
