"""Django app of the kernel's outbox."""

from django.apps import AppConfig


class Config(AppConfig):
    """Register the tables of outbox."""

    name = "storecrew.kernel.outbox"
    label = "outbox"
