"""Django application of the customers context."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomersConfig(AppConfig):
    """Register the tables of customers."""

    name = "storecrew.contexts.customers"
    label = "customers"
    verbose_name = _("Customers")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what is kept about a person; connect the timed work."""
        from storecrew.contexts.customers import tasks as _tasks  # noqa: F401
        from storecrew.contexts.customers.providers.consent_data import ConsentData
        from storecrew.contexts.customers.providers.mail_data import MailData
        from storecrew.contexts.customers.providers.sign_in_data import SignInData
        from storecrew.contexts.customers.providers.subject_data import register_subject_data

        register_subject_data(MailData())
        register_subject_data(ConsentData())
        register_subject_data(SignInData())
