"""The Django app of the payments context."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PaymentsConfig(AppConfig):
    name = "storecrew.contexts.payments"
    label = "payments"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Payments")

    def ready(self) -> None:
        """Register the settings check, the timed work and what is known about a person."""
        from storecrew.contexts.customers import public as customers
        from storecrew.contexts.payments import checks, tasks  # noqa: F401
        from storecrew.contexts.payments.subject_data import PaymentData

        customers.register_subject_data(PaymentData())
