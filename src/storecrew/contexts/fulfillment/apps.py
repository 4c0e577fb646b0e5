"""The Django app of the fulfillment context."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FulfillmentConfig(AppConfig):
    name = "storecrew.contexts.fulfillment"
    label = "fulfillment"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Fulfillment")

    def ready(self) -> None:
        """Register the timed work."""
        from storecrew.contexts.fulfillment import tasks  # noqa: F401
