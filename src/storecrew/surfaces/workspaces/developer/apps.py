"""Django application of the workspace of developers."""

from django.apps import AppConfig


class DeveloperConfig(AppConfig):
    """Pages of developers."""

    name = "storecrew.surfaces.workspaces.developer"
    label = "developer"
