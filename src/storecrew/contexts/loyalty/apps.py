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
        from storecrew.contexts.customers import public as customers
        from storecrew.contexts.loyalty.operations import goodwill
        from storecrew.contexts.loyalty.operations.paying import GATEWAYS
        from storecrew.contexts.loyalty.operations.selling import SoldVouchers
        from storecrew.contexts.loyalty.providers import budget_costs
        from storecrew.contexts.loyalty.queries.members import TierGroups
        from storecrew.contexts.loyalty.subject_data import LoyaltyData
        from storecrew.contexts.orders import public as orders
        from storecrew.contexts.payments import public as payments

        orders.register_stopper("loyalty", SoldVouchers())
        customers.register_groups("loyalty", TierGroups())
        customers.register_subject_data(LoyaltyData())
        goodwill.register()
        budget_costs.register()
        for gateway in GATEWAYS:
            payments.register_gateway(gateway)
        for module in ("handlers", "tasks", "mails"):
            if util.find_spec(f"{self.name}.{module}"):
                import_module(f"{self.name}.{module}")
