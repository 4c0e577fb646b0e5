"""Django application of the workspace of the Business Analyst."""

from django.apps import AppConfig


class BusinessAnalystConfig(AppConfig):
    """Pages of the Business Analyst."""

    name = "storecrew.surfaces.workspaces.business_analyst"
    label = "business_analyst"
