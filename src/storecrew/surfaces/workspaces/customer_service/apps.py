"""Django application of the workspace of customer service."""

from django.apps import AppConfig


class CustomerServiceConfig(AppConfig):
    """Pages of customer service."""

    name = "storecrew.surfaces.workspaces.customer_service"
    label = "customer_service"
