"""Django app of the kernel's audit."""

from django.apps import AppConfig


class Config(AppConfig):
    """Register the tables of audit."""

    name = "storecrew.kernel.audit"
    label = "audit"
