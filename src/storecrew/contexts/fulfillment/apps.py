"""The Django app of the fulfillment context."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FulfillmentConfig(AppConfig):
    name = "storecrew.contexts.fulfillment"
    label = "fulfillment"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Fulfillment")

    def ready(self) -> None:
        """Register the event handlers, the timed work, and the warehouse as one who may stop a change."""
        from storecrew.contexts.fulfillment import handlers, tasks  # noqa: F401
        from storecrew.contexts.fulfillment.operations.stopping import Warehouse
        from storecrew.contexts.orders.public import register_stopper

        register_stopper("warehouse", Warehouse())
