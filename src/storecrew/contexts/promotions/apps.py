"""Django application of the promotions context."""

from importlib import import_module, util

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PromotionsConfig(AppConfig):
    """Promotions, codes and why they apply."""

    name = "storecrew.contexts.promotions"
    label = "promotions"
    verbose_name = _("Promotions")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Give claims back with canceled orders; connect the reactions and the timed work."""
        from storecrew.contexts.orders import public as orders
        from storecrew.contexts.promotions.operations.claiming import ClaimReturner

        orders.register_stopper("promotions", ClaimReturner())
        for module in ("handlers", "tasks"):
            if util.find_spec(f"{self.name}.{module}"):
                import_module(f"{self.name}.{module}")
