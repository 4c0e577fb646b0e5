"""The Django app of the fulfillment context."""

from django.apps import AppConfig


class FulfillmentConfig(AppConfig):
    name = "storecrew.contexts.fulfillment"
    label = "fulfillment"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Fulfillment"

    def ready(self) -> None:
        """Register the timed work."""
        from storecrew.contexts.fulfillment import tasks  # noqa: F401
