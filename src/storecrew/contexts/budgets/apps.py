"""Django application of the budgets context."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BudgetsConfig(AppConfig):
    """Budgets by team, channel, campaign and period."""

    name = "storecrew.contexts.budgets"
    label = "budgets"
    verbose_name = _("Budgets")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what waits for a second person; register the timed work."""
        from storecrew.contexts.budgets import tasks  # noqa: F401
        from storecrew.contexts.budgets.operations.deciding import register

        register()
