"""The Django app of the orders context."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrdersConfig(AppConfig):
    name = "storecrew.contexts.orders"
    label = "orders"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Orders")

    def ready(self) -> None:
        """Say what this context knows about a person."""
        from storecrew.contexts.customers import public as customers
        from storecrew.contexts.orders.subject_data import OrderData

        customers.register_subject_data(OrderData())
