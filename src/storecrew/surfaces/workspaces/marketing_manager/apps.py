"""Django application of the workspace of the Marketing Manager."""

from django.apps import AppConfig


class MarketingManagerConfig(AppConfig):
    """Pages of the Marketing Manager."""

    name = "storecrew.surfaces.workspaces.marketing_manager"
    label = "marketing_manager"
