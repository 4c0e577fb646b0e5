"""Django app of the kernel's idempotency."""

from django.apps import AppConfig


class Config(AppConfig):
    """Register the tables of idempotency."""

    name = "storecrew.kernel.idempotency"
    label = "idempotency"
