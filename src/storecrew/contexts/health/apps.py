from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HealthConfig(AppConfig):
    name = "storecrew.contexts.health"
    label = "health"
    verbose_name = _("Health of the shop")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the timed work; say what is known about a person."""
        from storecrew.contexts.customers import public as customers
        from storecrew.contexts.health import handlers, tasks  # noqa: F401
        from storecrew.contexts.health.subject_data import BarrierData

        customers.register_subject_data(BarrierData())
