"""Django application of the workspace of the e-commerce SME."""

from django.apps import AppConfig


class EcommerceSmeConfig(AppConfig):
    """Pages of the e-commerce SME."""

    name = "storecrew.surfaces.workspaces.ecommerce_sme"
    label = "ecommerce_sme"
