"""Django app of the demo store."""

from django.apps import AppConfig


class Config(AppConfig):
    """Make the demo's commands known; it has no tables."""

    name = "storecrew.demo"
    label = "demo"
