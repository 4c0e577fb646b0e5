"""Django application of the fleet context."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FleetConfig(AppConfig):
    """Vehicles, drivers, trips."""

    name = "storecrew.contexts.fleet"
    label = "fleet"
    verbose_name = _("Fleet")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the reactions, the timed work and the personal data."""
        from storecrew.contexts.customers import public as customers
        from storecrew.contexts.fleet import handlers, tasks  # noqa: F401
        from storecrew.contexts.fleet.subject_data import FleetData

        customers.register_subject_data(FleetData())
