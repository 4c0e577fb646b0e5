"""The Django app of the payments context."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "storecrew.contexts.payments"
    label = "payments"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Payments"
