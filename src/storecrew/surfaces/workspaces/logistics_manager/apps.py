"""Django application of the workspace of the Logistics Manager."""

from django.apps import AppConfig


class LogisticsManagerConfig(AppConfig):
    """Pages of the Logistics Manager."""

    name = "storecrew.surfaces.workspaces.logistics_manager"
    label = "logistics_manager"
