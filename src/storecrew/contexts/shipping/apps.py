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
        and what labels say to a new address.
        """
        from storecrew.contexts.customers import public as customers
        from storecrew.contexts.orders.public import register_stopper
        from storecrew.contexts.shipping import handlers, tasks  # noqa: F401
        from storecrew.contexts.shipping.operations.stopping import Labels
        from storecrew.contexts.shipping.queries.addresses import clean_saved_address
        from storecrew.contexts.shipping.subject_data import ShippingData

        customers.register_address_check(clean_saved_address)
        customers.register_subject_data(ShippingData())
        register_stopper("labels", Labels())
