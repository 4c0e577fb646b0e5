"""Django application of the receivables context."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReceivablesConfig(AppConfig):
    """Credit, open items, reminders."""

    name = "storecrew.contexts.receivables"
    label = "receivables"
    verbose_name = _("On account")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the way to pay, companies as groups, second persons, personal data; connect reactions."""
        from storecrew.contexts.customers import public as customers
        from storecrew.contexts.payments import public as payments
        from storecrew.contexts.receivables import handlers, mails, papers, tasks  # noqa: F401
        from storecrew.contexts.receivables.operations import second_person
        from storecrew.contexts.receivables.providers.gateway import Invoice
        from storecrew.contexts.receivables.queries.companies import CompanyGroups
        from storecrew.contexts.receivables.subject_data import ReceivablesData

        payments.register_gateway(Invoice())
        second_person.register()
        customers.register_subject_data(ReceivablesData())
        customers.register_groups("receivables.companies", CompanyGroups())
