"""Django application of the workspace of the Head of Digital."""

from django.apps import AppConfig


class HeadOfDigitalConfig(AppConfig):
    """Pages of the Head of Digital."""

    name = "storecrew.surfaces.workspaces.head_of_digital"
    label = "head_of_digital"
