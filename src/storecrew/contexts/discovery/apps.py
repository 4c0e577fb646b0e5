from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiscoveryConfig(AppConfig):
    name = "storecrew.contexts.discovery"
    label = "discovery"
    verbose_name = _("Search and lists")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the reactions and the timed work."""
        from storecrew.contexts.discovery import handlers, tasks  # noqa: F401
