"""Django application of the work context."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkConfig(AppConfig):
    """Comments, findings, saved views, tasks, the shared calendar and its conflicts."""

    name = "storecrew.contexts.work"
    label = "work"
    verbose_name = _("Work")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the rules of conflicts, the reactions and the timed work."""
        from storecrew.contexts.work import handlers, tasks  # noqa: F401
        from storecrew.contexts.work.conflicts import register_conflict_rule
        from storecrew.contexts.work.queries.conflicts import CLASHES

        for rule in CLASHES:
            register_conflict_rule(rule)
