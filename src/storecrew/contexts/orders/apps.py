"""The Django app of the orders context."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "storecrew.contexts.orders"
    label = "orders"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Orders"
