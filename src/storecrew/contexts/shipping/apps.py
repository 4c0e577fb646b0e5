"""Django application of the shipping context."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ShippingConfig(AppConfig):
    """Register the tables of shipping, and the check of addresses with customers."""

    name = "storecrew.contexts.shipping"
    label = "shipping"
    verbose_name = _("Shipping")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let every address that a customer saves pass our check; connect timed work, personal data,
        what labels say to a new address, and who moves days of rest on the calendar.
        """
        from storecrew.contexts.customers import public as customers
        from storecrew.contexts.orders.public import register_stopper
        from storecrew.contexts.shipping import handlers, tasks  # noqa: F401
        from storecrew.contexts.shipping.operations.rest_days import move_rest_day
        from storecrew.contexts.shipping.operations.stopping import Labels
        from storecrew.contexts.shipping.queries.addresses import clean_saved_address
        from storecrew.contexts.shipping.queries.longer import LongerPromises
        from storecrew.contexts.shipping.subject_data import ShippingData
        from storecrew.contexts.work import public as work

        customers.register_address_check(clean_saved_address)
        customers.register_subject_data(ShippingData())
        register_stopper("labels", Labels())
        work.register_calendar_source(LongerPromises())
        for kind in ("closure", "holiday"):
            work.register_mover(kind, move_rest_day)
