"""Django application of the checkout context."""

from importlib import import_module, util

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CheckoutConfig(AppConfig):
    """Carts and the placing of orders."""

    name = "storecrew.contexts.checkout"
    label = "checkout"
    verbose_name = _("Checkout")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the reactions and the timed work; say what is known about a person."""
        from storecrew.contexts.checkout.subject_data import CartData
        from storecrew.contexts.customers import public as customers

        customers.register_subject_data(CartData())
        for module in ("handlers", "tasks"):
            if util.find_spec(f"{self.name}.{module}"):
                import_module(f"{self.name}.{module}")
