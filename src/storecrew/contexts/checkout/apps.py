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
        from storecrew.contexts.checkout.operations.telling import still_true
        from storecrew.contexts.checkout.queries.leaving import open_carts
        from storecrew.contexts.checkout.subject_data import CartData, WaitListData
        from storecrew.contexts.customers import public as customers
        from storecrew.contexts.promotions import public as promotions
        from storecrew.kernel import mail

        customers.register_subject_data(CartData())
        customers.register_subject_data(WaitListData())
        promotions.register_carts(open_carts)
        mail.check_before_sending("checkout.back_in_stock", still_true)
        for module in ("handlers", "tasks"):
            if util.find_spec(f"{self.name}.{module}"):
                import_module(f"{self.name}.{module}")
