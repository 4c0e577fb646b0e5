"""Django application of the approvals context."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApprovalsConfig(AppConfig):
    """Requests that need a second person, and their limits."""

    name = "storecrew.contexts.approvals"
    label = "approvals"
    verbose_name = _("Approvals")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the timed work."""
        from storecrew.contexts.approvals import tasks  # noqa: F401
