"""Django application of the loyalty context."""

from importlib import import_module, util

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LoyaltyConfig(AppConfig):
    """Points, tiers, gift vouchers, store credit and goodwill."""

    name = "storecrew.contexts.loyalty"
    label = "loyalty"
    verbose_name = _("Loyalty")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the ways to pay; connect the reactions and the timed work."""
        from storecrew.contexts.loyalty.operations.paying import GATEWAYS
        from storecrew.contexts.payments import public as payments

        for gateway in GATEWAYS:
            payments.register_gateway(gateway)
        for module in ("handlers", "tasks"):
            if util.find_spec(f"{self.name}.{module}"):
                import_module(f"{self.name}.{module}")
