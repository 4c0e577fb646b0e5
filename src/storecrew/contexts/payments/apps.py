"""The Django app of the payments context."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "storecrew.contexts.payments"
    label = "payments"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Payments"

    def ready(self) -> None:
        """Register the settings check and the timed work."""
        from storecrew.contexts.payments import checks, tasks  # noqa: F401
