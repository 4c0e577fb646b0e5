"""Django application of the purchasing context."""

from importlib import import_module, util

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PurchasingConfig(AppConfig):
    """Forecasts, suppliers, purchase orders and replenishment."""

    name = "storecrew.contexts.purchasing"
    label = "purchasing"
    verbose_name = _("Purchasing")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the reactions, the timed work, the files of mails, and orders that come as a sheet."""
        import_module(f"{self.name}.operations.order_sheet")
        import_module(f"{self.name}.providers.budget_costs").register()
        for module in ("handlers", "tasks", "mails"):
            if util.find_spec(f"{self.name}.{module}"):
                import_module(f"{self.name}.{module}")
