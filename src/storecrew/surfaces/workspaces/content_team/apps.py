"""Django application of the workspace of the content team."""

from django.apps import AppConfig


class ContentTeamConfig(AppConfig):
    """Pages of the content team."""

    name = "storecrew.surfaces.workspaces.content_team"
    label = "content_team"
