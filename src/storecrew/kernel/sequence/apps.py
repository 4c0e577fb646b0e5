"""Django app of the kernel's sequence."""

from django.apps import AppConfig


class Config(AppConfig):
    """Register the tables of sequence."""

    name = "storecrew.kernel.sequence"
    label = "sequence"
