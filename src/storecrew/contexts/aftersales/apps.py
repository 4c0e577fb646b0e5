"""The Django app of the aftersales context."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop


class AftersalesConfig(AppConfig):
    name = "storecrew.contexts.aftersales"
    label = "aftersales"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Aftersales")

    def ready(self) -> None:
        """Register the event handlers, the timed work, personal data and what second persons decide about."""
        from storecrew.contexts.aftersales import handlers, queries, tasks  # noqa: F401
        from storecrew.contexts.aftersales.operations import for_others, second_person
        from storecrew.contexts.aftersales.subject_data import ReturnData, WithdrawalData
        from storecrew.contexts.customers.public import register_subject_data
        from storecrew.contexts.loyalty.public import register_return_window
        from storecrew.contexts.orders.public import register_refunder
        from storecrew.contexts.promotions import public as promotions

        second_person.register()
        register_subject_data(ReturnData())
        register_subject_data(WithdrawalData())
        register_refunder(for_others.give_back)
        register_return_window(queries.return_window_ends)
        promotions.register_contacts(gettext_noop("refunds"), queries.refunds_between)
        promotions.register_contacts(gettext_noop("returns"), queries.returns_between)
