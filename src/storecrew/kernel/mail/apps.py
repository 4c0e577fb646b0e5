"""Django app of the kernel's mail."""

from django.apps import AppConfig


class Config(AppConfig):
    """Register the table of mails."""

    name = "storecrew.kernel.mail"
    label = "mail"
