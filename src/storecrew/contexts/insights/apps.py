from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightsConfig(AppConfig):
    name = "storecrew.contexts.insights"
    label = "insights"
    verbose_name = _("Insights")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the reactions and the timed work; say what is known about a person."""
        from storecrew.contexts.customers import public as customers
        from storecrew.contexts.insights import handlers, tasks  # noqa: F401
        from storecrew.contexts.insights.subject_data import VisitData

        customers.register_subject_data(VisitData())
