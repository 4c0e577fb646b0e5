"""Django app of the kernel's rate limits."""

from django.apps import AppConfig


class Config(AppConfig):
    """Register the tables of ratelimit."""

    name = "storecrew.kernel.ratelimit"
    label = "ratelimit"
