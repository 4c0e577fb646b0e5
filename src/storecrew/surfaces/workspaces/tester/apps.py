"""Django application of the workspace of testers."""

from django.apps import AppConfig


class TesterConfig(AppConfig):
    """Pages of testers."""

    name = "storecrew.surfaces.workspaces.tester"
    label = "tester"
