"""Django application of the work context."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkConfig(AppConfig):
    """Comments, findings, saved views, tasks and the shared calendar."""

    name = "storecrew.contexts.work"
    label = "work"
    verbose_name = _("Work")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the timed work."""
        from storecrew.contexts.work import tasks  # noqa: F401
