"""Django application of the back office's frame."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class BackofficeConfig(AppConfig):
    """The frame and the parts of the back office; collects what the surfaces register."""

    name = "storecrew.surfaces.ui.backoffice"
    label = "backoffice"
    verbose_name = "Back office"

    def ready(self) -> None:
        """Import `backoffice.py` of each installed app, where surfaces register menus, tiles and sources."""
        autodiscover_modules("backoffice")
